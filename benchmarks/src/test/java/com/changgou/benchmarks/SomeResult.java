package com.changgou.benchmarks;

import com.changgou.benchmarks.CountedWork.Count;
import com.changgou.benchmarks.load.Measured;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Results that nobody has measured. */
final class SomeResult {

    static final Duration ROUND = Duration.ofSeconds(1);

    private SomeResult() {}

    static Result of(Map<Experiment, List<Round>> played) {
        return new Result(
                Instant.EPOCH,
                Duration.ofMinutes(3),
                new Benchmark.Plan(1, 1, ROUND, 1, false),
                new Machine("a processor, 2 cores", 24, "Linux", "Java 17", "MariaDB"),
                new Floor(Duration.ofNanos(100_000), Duration.ofNanos(500_000), Duration.ofNanos(200_000), ROUND),
                List.of(
                        count(Contender.LOCAL, new Work(20, Map.of(), Map.of(), 3, 2)),
                        count(
                                Contender.AT,
                                new Work(28, Map.of("BranchRegister", 2L, "GlobalBegin", 1L), Map.of(), 3, 2))),
                Map.of(),
                played);
    }

    private static Count count(Contender contender, Work answered) {
        return new Count(contender, 1, answered, new Work(0, Map.of(), Map.of(), 0, 0), 0);
    }

    static Round round(int block, Entry entry, long placed, String... violations) {
        Histogram latencies = new Histogram(3);
        latencies.recordValue(1_000_000 / placed);
        return new Round(
                block,
                entry,
                new Measured(ROUND, placed, 0, 0, 0, 0, latencies),
                Duration.ofMillis(1_200),
                List.of(violations));
    }
}
