package com.changgou.benchmarks;

import com.changgou.launcher.system.LocalSystem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What processes have used of the processors: with all of them busy, an order that takes more of it is an order less.
 *
 * @param byRole of all processes of a role
 */
record ProcessorTime(Map<String, Duration> byRole) {

    private static final String ORDER = "order service";
    private static final String GOODS = "goods service";
    private static final String TC = "TC";
    private static final String DATABASES = "databases";
    private static final String POINTS = "user service and broker";
    private static final String CLIENTS = "clients";

    static final List<String> ROLES = List.of(ORDER, GOODS, TC, DATABASES, POINTS, CLIENTS);

    private static final Map<String, String> ROLE_OF_PART = Map.ofEntries(
            Map.entry("order-service", ORDER),
            Map.entry("order-service-2", ORDER),
            Map.entry("goods-service", GOODS),
            Map.entry("goods-service-2", GOODS),
            Map.entry("tc", TC),
            Map.entry("order-db", DATABASES),
            Map.entry("goods-db", DATABASES),
            Map.entry("user-db", DATABASES),
            Map.entry("tc-db", DATABASES),
            Map.entry("user-service", POINTS),
            Map.entry("broker", POINTS));

    /** Copies the map. */
    ProcessorTime {
        byRole = Map.copyOf(byRole);
    }

    /** Until now. */
    static ProcessorTime of(LocalSystem system) {
        Map<String, Duration> used = new LinkedHashMap<>();
        ROLE_OF_PART.forEach((part, role) -> system.process(part)
                .flatMap(ProcessorTime::used)
                .ifPresent(time -> used.merge(role, time, Duration::plus)));
        used(ProcessHandle.current()).ifPresent(time -> used.put(CLIENTS, time));
        return new ProcessorTime(used);
    }

    private static Optional<Duration> used(ProcessHandle process) {
        return process.info().totalCpuDuration();
    }

    ProcessorTime since(ProcessorTime before) {
        Map<String, Duration> difference = new LinkedHashMap<>(byRole);
        before.byRole.forEach((role, time) -> difference.merge(role, time.negated(), Duration::plus));
        return new ProcessorTime(difference);
    }

    static ProcessorTime together(Stream<ProcessorTime> parts) {
        Map<String, Duration> sum = new LinkedHashMap<>();
        parts.forEach(part -> part.byRole.forEach((role, time) -> sum.merge(role, time, Duration::plus)));
        return new ProcessorTime(sum);
    }

    ProcessorTime dividedBy(long orders) {
        Map<String, Duration> share = new LinkedHashMap<>();
        byRole.forEach((role, time) -> share.put(role, time.dividedBy(orders)));
        return new ProcessorTime(share);
    }

    Duration of(String role) {
        return byRole.getOrDefault(role, Duration.ZERO);
    }

    Duration all() {
        return byRole.values().stream().reduce(Duration.ZERO, Duration::plus);
    }
}
