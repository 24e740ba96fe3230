package com.changgou.benchmarks;

import com.changgou.benchmarks.load.Rows;
import java.util.List;
import java.util.stream.Stream;

/**
 * One setting of both services that is not Seata's, or the driver's, own. What it is worth is measured by taking it back alone.
 *
 * @param name what it does
 * @param takenBack the settings of a service without it
 * @param rows where it should be seen
 */
record Tuning(String name, List<String> takenBack, Rows rows) {

    static final List<Tuning> ALL = List.of(
            new Tuning(
                    "a global lock is asked for every 2 ms, not every 10",
                    List.of("seata.client.rm.lock.retry-interval=10", "seata.client.rm.lock.retry-times=200"),
                    Rows.hot()),
            new Tuning(
                    "an RM's request is sent at once, not collected for up to 1 ms",
                    List.of("seata.transport.enable-rm-client-batch-send-request=true"),
                    Experiments.WIDE),
            new Tuning(
                    "the driver knows by itself whether its session is read-only",
                    List.of("spring.datasource.druid.connection-properties=useLocalSessionState=false"),
                    Experiments.WIDE),
            new Tuning(
                    "Seata's client does not log each transaction (SEATA_LOG_LEVEL=WARN)",
                    List.of("logging.level.org.apache.seata=INFO"),
                    Experiments.WIDE));

    /** Everything that is set, taken back. */
    static Stream<String> allTakenBack() {
        return ALL.stream().flatMap(tuning -> tuning.takenBack().stream());
    }
}
