package com.changgou.seata.undo;

import com.changgou.seata.probe.Probe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.util.function.SingletonSupplier;

/**
 * The undo logs of all AT resources of an application. Whoever asks for them, and however often, each table is read once in five
 * seconds at most, and nobody waits longer than a second.
 */
public final class UndoBacklog {

    private static final Duration FRESH_FOR = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Supplier<Map<String, Table>> tables;

    /** {@code targets}: the databases past Seata's proxies, by resource; asked for at the first use, and then kept. */
    UndoBacklog(Supplier<Map<String, DataSource>> targets) {
        tables = SingletonSupplier.of(() -> targets.get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        target -> Table.of(target.getValue()),
                        (first, second) -> first,
                        LinkedHashMap::new)));
    }

    /**
     * The AT resources.
     *
     * @return their names at the TC
     */
    public Set<String> resources() {
        return tables.get().keySet();
    }

    /**
     * What waits for phase two at one resource.
     *
     * @param resource one of {@link #resources()}
     * @return completes within a second, exceptionally if the table cannot be read
     */
    public CompletableFuture<PendingUndo> pending(String resource) {
        return tables.get().get(resource).pending().ask();
    }

    /**
     * What waits for phase two.
     *
     * @return by resource; each completes within a second, exceptionally if the table cannot be read
     */
    public Map<String, CompletableFuture<PendingUndo>> pending() {
        Map<String, CompletableFuture<PendingUndo>> pending = new LinkedHashMap<>();
        tables.get()
                .forEach((resource, table) ->
                        pending.put(resource, table.pending().ask()));
        return pending;
    }

    /**
     * What a rollback of a global transaction would undo, read now.
     *
     * @param xid the global transaction
     * @return by resource, its branches there; without the resources where it has none
     * @throws org.springframework.dao.DataAccessException if a table cannot be read
     */
    public Map<String, List<BranchUndo>> of(String xid) {
        Map<String, List<BranchUndo>> branches = new LinkedHashMap<>();
        tables.get()
                .forEach(
                        (resource, table) -> branches.put(resource, table.logs().of(xid)));
        branches.values().removeIf(List::isEmpty);
        return branches;
    }

    private record Table(UndoLogs logs, Probe<PendingUndo> pending) {

        static Table of(DataSource target) {
            UndoLogs logs = new UndoLogs(target, PATIENCE);
            return new Table(logs, new Probe<>("seata-undo", logs::pending, FRESH_FOR, PATIENCE));
        }
    }
}
