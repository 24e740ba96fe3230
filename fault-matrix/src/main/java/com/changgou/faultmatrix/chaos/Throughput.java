package com.changgou.faultmatrix.chaos;

import com.changgou.faultmatrix.history.Event.Fail;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.Event.Outcome;
import com.changgou.faultmatrix.history.History;
import com.changgou.faultmatrix.history.History.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What clients were told in one second of a run, at first.
 *
 * @param second since the beginning of the run
 * @param placed orders that were promised
 * @param refused orders that were refused for good
 * @param unknown orders that may have been placed or not
 */
record Throughput(long second, int placed, int refused, int unknown) {

    static List<Throughput> of(History history, Instant begin) {
        Map<Long, List<Outcome>> bySecond = history.operations().values().stream()
                .map(Operation::first)
                .filter(first -> first != null)
                .collect(Collectors.groupingBy(
                        first -> Duration.between(begin, first.at()).toSeconds(), TreeMap::new, Collectors.toList()));
        return bySecond.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Throughput of(long second, List<Outcome> outcomes) {
        int placed = (int) outcomes.stream().filter(Ok.class::isInstance).count();
        int refused = (int) outcomes.stream().filter(Fail.class::isInstance).count();
        return new Throughput(second, placed, refused, outcomes.size() - placed - refused);
    }
}
