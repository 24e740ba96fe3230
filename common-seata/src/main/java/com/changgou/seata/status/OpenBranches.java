package com.changgou.seata.status;

import com.changgou.seata.branch.BranchListener;
import com.changgou.seata.global.GlobalListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.seata.core.model.BranchStatus;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.GlobalStatus;
import org.jspecify.annotations.Nullable;

/**
 * The global transactions that this process takes part in: those that it began and the TC has not said how they end, and those with
 * a branch here that phase two has not finished. The oldest are forgotten where there are too many.
 */
final class OpenBranches implements GlobalListener, BranchListener {

    static final int AT_MOST = 1000;

    /** What phase two does not come back for. */
    private static final Set<BranchStatus> FINISHED = Set.of(
            BranchStatus.PhaseTwo_Committed,
            BranchStatus.PhaseTwo_CommitFailed_Unretryable,
            BranchStatus.PhaseTwo_Rollbacked,
            BranchStatus.PhaseTwo_RollbackFailed_Unretryable);

    private final Map<String, OpenTransaction> open = new LinkedHashMap<>();

    synchronized List<OpenTransaction> all() {
        return List.copyOf(open.values());
    }

    @Override
    public synchronized void begun(String xid, String name, Duration took) {
        put(new OpenTransaction(xid, name, true, Instant.now(), List.of()));
    }

    /** Its branches here may still wait for phase two: an AT commit is answered before it. */
    @Override
    public synchronized void ended(String xid, End end, GlobalStatus status, Duration took) {
        change(xid, OpenTransaction::decided);
    }

    @Override
    public synchronized void registered(Branch branch, Duration took) {
        open.computeIfAbsent(branch.xid(), xid -> new OpenTransaction(xid, null, false, Instant.now(), List.of()));
        change(branch.xid(), transaction -> transaction.with(OpenBranch.of(branch)));
        forgetOldest();
    }

    @Override
    public synchronized void failed(String xid, long id) {
        change(xid, transaction -> transaction.without(id));
    }

    @Override
    public synchronized void ended(Branch branch, BranchStatus status, Duration took) {
        if (FINISHED.contains(status)) {
            change(branch.xid(), transaction -> transaction.without(branch.id()));
        }
    }

    private void put(OpenTransaction transaction) {
        open.put(transaction.xid(), transaction);
        forgetOldest();
    }

    private void change(String xid, UnaryOperator<OpenTransaction> change) {
        open.computeIfPresent(xid, (key, transaction) -> {
            OpenTransaction changed = change.apply(transaction);
            return changed.undecided() || !changed.branches().isEmpty() ? changed : null;
        });
    }

    private void forgetOldest() {
        if (open.size() > AT_MOST) {
            open.remove(open.keySet().iterator().next());
        }
    }

    /**
     * A global transaction that this process takes part in.
     *
     * @param xid the global transaction
     * @param name its name; null where another process began it
     * @param undecided whether this process began it, and the TC has not said yet how it ends
     * @param since when this process heard of it
     * @param branches those of this process that phase two has not finished
     */
    record OpenTransaction(
            String xid, @Nullable String name, boolean undecided, Instant since, List<OpenBranch> branches) {

        OpenTransaction decided() {
            return new OpenTransaction(xid, name, false, since, branches);
        }

        OpenTransaction with(OpenBranch branch) {
            return new OpenTransaction(
                    xid,
                    name,
                    undecided,
                    since,
                    Stream.concat(branches.stream(), Stream.of(branch)).toList());
        }

        OpenTransaction without(long id) {
            List<OpenBranch> left = new ArrayList<>(branches);
            left.removeIf(branch -> branch.id() == id);
            return new OpenTransaction(xid, name, undecided, since, List.copyOf(left));
        }
    }

    /**
     * A branch that phase two has not finished.
     *
     * @param type AT, TCC or XA
     * @param id its number
     * @param resource what it changes
     */
    record OpenBranch(BranchType type, long id, String resource) {

        static OpenBranch of(Branch branch) {
            return new OpenBranch(branch.type(), branch.id(), branch.resourceId());
        }
    }
}
