package com.changgou.seata.status;

import com.changgou.seata.status.OpenBranches.OpenTransaction;
import com.changgou.seata.undo.BranchUndo;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.Resource;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * The actuator endpoint {@code seata}: what the TC knows this process for, the global transactions that it takes part in, and what a
 * rollback of one of them would undo here.
 *
 * <p>The latter shows rows of business tables. Like every endpoint it is not exposed until
 * {@code management.endpoints.web.exposure.include} names it; do so only where operators alone can reach it.
 * {@code management.endpoint.seata.access=none} switches it off whatever is exposed.
 */
@Endpoint(id = "seata")
final class SeataEndpoint {

    private final Supplier<? extends Collection<Resource>> resources;
    private final OpenBranches openBranches;
    private final Function<String, Map<String, List<BranchUndo>>> undo;

    SeataEndpoint(
            Supplier<? extends Collection<Resource>> resources,
            OpenBranches openBranches,
            Function<String, Map<String, List<BranchUndo>>> undo) {
        this.resources = resources;
        this.openBranches = openBranches;
        this.undo = undo;
    }

    @ReadOperation
    Overview overview() {
        return new Overview(
                resources.get().stream()
                        .map(resource -> new ManagedResource(resource.getBranchType(), resource.getResourceId()))
                        .sorted(Comparator.comparing(ManagedResource::id))
                        .toList(),
                openBranches.all());
    }

    @ReadOperation
    UndoRows undo(@Selector String xid) {
        return new UndoRows(xid, undo.apply(xid));
    }

    /**
     * What this process takes part in.
     *
     * @param resources what the TC knows it for
     * @param openTransactions the longest known first
     */
    record Overview(List<ManagedResource> resources, List<OpenTransaction> openTransactions)
            implements OperationResponseBody {}

    /**
     * What the TC knows this process for.
     *
     * @param type AT, TCC or XA
     * @param id for AT and XA the database's URL, for TCC the action's name
     */
    record ManagedResource(BranchType type, String id) {}

    /**
     * What a rollback of a global transaction would undo in this process' databases.
     *
     * @param xid the global transaction
     * @param resources the branches with their rows, by resource; without the resources where it has none
     */
    record UndoRows(String xid, Map<String, List<BranchUndo>> resources) implements OperationResponseBody {}
}
