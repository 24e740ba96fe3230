package com.changgou.recording;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/recorded")
class RecordedController {

    private final Recorder recorder;
    private final String service;

    RecordedController(Recorder recorder, String service) {
        this.recorder = recorder;
        this.service = service;
    }

    @GetMapping
    List<Recorder.Known> transactions() {
        return recorder.known();
    }

    /** One that was never heard of has no entries. */
    @GetMapping("/{xid}")
    Recorded transaction(@PathVariable String xid) {
        return new Recorded(service, recorder.of(xid));
    }

    record Recorded(String service, List<Entry> entries) {}
}
