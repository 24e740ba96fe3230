package com.changgou.benchmarks;

import com.changgou.benchmarks.CountedWork.Count;
import com.changgou.benchmarks.load.Measured;
import com.changgou.faultmatrix.cell.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Results that nobody has measured. */
final class SomeResult {

    static final Duration ROUND = Duration.ofSeconds(1);

    private SomeResult() {}

    static Result of(Result.Played... played) {
        return new Result(
                Instant.EPOCH,
                Duration.ofMinutes(3),
                new Benchmark.Plan(1, 1, ROUND, 1, 1, false, Store.FILE),
                new Machine("a processor, 2 cores", 24, "Linux", "Java 17", "MariaDB"),
                new Floor(Duration.ofNanos(100_000), Duration.ofNanos(500_000), Duration.ofNanos(200_000), ROUND),
                List.of(
                        count(Contender.LOCAL, new Work(20, Map.of(), Map.of(), 3, 2)),
                        count(
                                Contender.AT,
                                new Work(28, Map.of("BranchRegister", 2L, "GlobalBegin", 1L), Map.of(), 3, 2))),
                Map.of(),
                List.of(played));
    }

    private static Count count(Contender contender, Work answered) {
        return new Count(contender, 1, answered, new Work(0, Map.of(), Map.of(), 0, 0), 0);
    }

    static Round round(int block, Entry entry, long placed, String... violations) {
        return Round.of(block, List.of(turn(entry, placed)), List.of(violations));
    }

    static Turn turn(Entry entry, long placed) {
        Histogram latencies = new Histogram(3);
        latencies.recordValueWithCount(1_000_000 / placed, placed);
        return new Turn(
                entry,
                new Measured(ROUND, placed, 0, 0, 0, 0, latencies),
                new ProcessorTime(Map.of("TC", Duration.ofMillis(100), "clients", Duration.ofMillis(20))),
                Duration.ofMillis(1_200),
                List.of());
    }
}
