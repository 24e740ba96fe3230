package com.changgou.faultmatrix.check;

import com.changgou.faultmatrix.check.State.PointEntry;
import com.changgou.faultmatrix.check.State.UserRow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** I5: the points, once every message has been answered. */
final class PointRules {

    private PointRules() {}

    static void equalOrders(Run run, Violations violations) {
        Map<String, List<PointEntry>> log = new TreeMap<>(Run.by(run.now.users().log(), PointEntry::orderId));
        Run.placed(run.now).forEach(order -> {
            List<PointEntry> expected = order.points() == 0
                    ? List.of()
                    : List.of(new PointEntry(order.id(), order.userId(), order.points()));
            List<PointEntry> found = log.getOrDefault(order.id(), List.of());
            log.remove(order.id());
            boolean givenUp = found.isEmpty() && run.allowance.deadOrders().contains(order.id());
            violations.require(
                    givenUp || found.equals(expected), "order " + order.id() + ", tb_point_log", expected, found);
        });
        log.forEach((order, entries) -> violations.add("order " + order, "no points: it is not placed", entries));
        sumsAgree(run, violations);
    }

    private static void sumsAgree(Run run, Violations violations) {
        Map<String, Long> expected = points(run.before);
        logged(run.before).forEach((user, points) -> expected.merge(user, -points, Long::sum));
        logged(run.now).forEach((user, points) -> expected.merge(user, points, Long::sum));
        Map<String, Long> found = points(run.now);
        expected.forEach(
                (user, points) -> violations.requireEqual("tb_user " + user + ", points", points, found.get(user)));
    }

    private static Map<String, Long> points(State state) {
        return state.users().users().stream()
                .collect(Collectors.toMap(UserRow::id, UserRow::points, Long::sum, TreeMap::new));
    }

    private static Map<String, Long> logged(State state) {
        return state.users().log().stream()
                .collect(Collectors.groupingBy(PointEntry::userId, Collectors.summingLong(PointEntry::point)));
    }
}
