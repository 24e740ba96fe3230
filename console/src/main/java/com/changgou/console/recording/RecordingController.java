package com.changgou.console.recording;

import com.changgou.console.recording.Recording.Summary;
import com.changgou.proof.Mode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/api/recordings")
class RecordingController {

    private final Recordings recordings;

    RecordingController(Recordings recordings) {
        this.recordings = recordings;
    }

    /** What is asked for. A lesson needs no more than a handful of pieces. */
    record NewRecording(
            @NotBlank String userId,
            @Min(1) long skuId,
            @Min(1) @Max(1_000_000) int quantity,
            @NotNull Mode mode,
            @Nullable String fault,
            boolean stepping) {}

    @PostMapping
    ResponseEntity<Recording> begin(@Valid @RequestBody NewRecording wanted) {
        String fault = wanted.fault();
        if (fault != null && !Points.faults(wanted.mode()).contains(fault)) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "An order in mode " + wanted.mode() + " cannot fail at " + fault);
        }
        PlacedOrder order = new PlacedOrder(
                wanted.userId(),
                wanted.skuId(),
                wanted.quantity(),
                wanted.mode(),
                fault,
                UUID.randomUUID().toString());
        Recording begun = recordings.begin(order, wanted.stepping()).orElseThrow(this::busy);
        return ResponseEntity.created(URI.create("/api/recordings/" + begun.id()))
                .body(begun);
    }

    @GetMapping
    List<Summary> list() {
        return recordings.list();
    }

    @GetMapping("/{id}")
    Recording get(@PathVariable String id) {
        return recordings.find(id).orElseThrow(() -> unknown(id));
    }

    @PostMapping("/{id}/next")
    Recording next(@PathVariable String id) {
        return tell(id, Take::next);
    }

    @PostMapping("/{id}/run")
    Recording run(@PathVariable String id) {
        return tell(id, Take::runOn);
    }

    private Recording tell(String id, Consumer<Take> what) {
        Take take = recordings
                .current(id)
                .filter(one -> !one.isOver())
                .orElseThrow(() ->
                        new ResponseStatusException(HttpStatus.CONFLICT, "This recording is not being made any more"));
        what.accept(take);
        return take.recording();
    }

    private ErrorResponseException busy() {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.CONFLICT, "Another recording is being made: let it run to its end first");
        problem.setProperty("recording", recordings.currentId());
        return new ErrorResponseException(HttpStatus.CONFLICT, problem, null);
    }

    private static ResponseStatusException unknown(String id) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no recording " + id);
    }
}
