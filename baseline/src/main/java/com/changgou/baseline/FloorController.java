package com.changgou.baseline;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/floor")
class FloorController {

    private final FloorMeasurement floor;

    FloorController(FloorMeasurement floor) {
        this.floor = floor;
    }

    @PostMapping
    Floor measure(@RequestParam @Min(1) @Max(10_000) int samples) throws Exception {
        return floor.measure(samples);
    }

    /** Does nothing: what it costs its caller is the hop. */
    @GetMapping("/hop")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void hop() {}
}
