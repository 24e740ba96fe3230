package com.changgou.fault;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/faults")
class FaultController {

    private final Faults faults;

    FaultController(Faults faults) {
        this.faults = faults;
    }

    @GetMapping
    List<Faults.PointState> state() {
        return faults.state();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void arm(@RequestBody Fault fault) {
        FaultPoint point = known(fault.point());
        if (fault.action() == FaultAction.THROW && !point.mayThrow()) {
            throw refused(
                    point.id()
                            + " is inside Seata: an exception there would leave the transaction half done. Hold, delay or crash there");
        }
        if (fault.action() == FaultAction.HOLD && fault.millis() > Fault.LONGEST_HOLD) {
            throw refused("A hold lasts for " + Fault.LONGEST_HOLD + " ms at most");
        }
        faults.arm(point, fault);
    }

    /** {@code xid}: lets go of this transaction only. */
    @PostMapping("/{point}/release")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void release(@PathVariable String point, @RequestParam(required = false) @Nullable String xid) {
        faults.release(known(point), holding -> xid == null || xid.equals(holding));
    }

    /** {@code xid}, {@code key}: takes back only what was armed for this transaction and for this request. */
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clear(
            @RequestParam(required = false) @Nullable String xid,
            @RequestParam(required = false) @Nullable String key) {
        if (xid == null && key == null) {
            faults.clear();
        } else {
            faults.clear(xid, key);
        }
    }

    private FaultPoint known(String id) {
        FaultPoint point = FaultPoint.byId(id);
        boolean here = faults.state().stream().anyMatch(state -> state.point().equals(id));
        if (point == null || !here) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "This service has no fault point " + id);
        }
        return point;
    }

    private static ResponseStatusException refused(String why) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, why);
    }
}
