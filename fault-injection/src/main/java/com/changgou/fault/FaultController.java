package com.changgou.fault;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
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
        faults.arm(known(fault.point()), fault);
    }

    @PostMapping("/{point}/release")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void release(@PathVariable String point) {
        faults.release(known(point));
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clear() {
        faults.clear();
    }

    private FaultPoint known(String id) {
        FaultPoint point = FaultPoint.byId(id);
        boolean here = faults.state().stream().anyMatch(state -> state.point().equals(id));
        if (point == null || !here) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "This service has no fault point " + id);
        }
        return point;
    }
}
