package com.changgou.console.stuck;

import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class StuckController {

    private final StuckTransactions transactions;

    StuckController(StuckTransactions transactions) {
        this.transactions = transactions;
    }

    record Answer(Instant at, List<StuckTransaction> transactions) {}

    @GetMapping("/api/stuck")
    Answer stuck() {
        return new Answer(Instant.now(), transactions.now());
    }
}
