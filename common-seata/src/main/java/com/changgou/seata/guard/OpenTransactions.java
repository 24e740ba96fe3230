package com.changgou.seata.guard;

import com.changgou.seata.branch.BranchListener;
import com.changgou.seata.branch.BranchListeners;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The global transactions that this process takes part in now, and what it knows of each. One that it begun is here until its end is asked
 * for; one that a request brought is here as long as the request lasts.
 */
final class OpenTransactions implements AutoCloseable {

    private final Map<String, OpenTransaction> open = new ConcurrentHashMap<>();

    private final BranchListeners.Registration registration = BranchListeners.add(new BranchListener() {

        @Override
        public void registered(Branch branch, Duration took) {
            with(branch.xid(), transaction -> transaction.brought(Set.of(branch.type())));
        }
    });

    OpenTransactions() {}

    /** What is open now, by XID. */
    Map<String, OpenTransaction> all() {
        return Map.copyOf(open);
    }

    /** Hears of branches no more. */
    @Override
    public void close() {
        registration.close();
    }

    /** Takes what was never ended away with it: the TC has rolled that back at its timeout. */
    void begun(String xid, String name, Duration timeout) {
        Instant now = Instant.now();
        open.values().removeIf(transaction -> transaction.isGone(now));
        open.put(xid, new OpenTransaction(name, now.plus(timeout.multipliedBy(2))));
    }

    /** A request brought it; to be followed by one {@link #left}. */
    OpenTransaction joined(String xid) {
        return open.compute(
                xid,
                (key, transaction) -> (transaction == null ? new OpenTransaction(null, null) : transaction).joined());
    }

    void left(String xid) {
        open.computeIfPresent(xid, (key, transaction) -> transaction.left() ? null : transaction);
    }

    /** Returns what was known, for the first who asks. */
    @Nullable
    OpenTransaction ended(String xid) {
        return open.remove(xid);
    }

    void with(String xid, Consumer<OpenTransaction> change) {
        OpenTransaction transaction = open.get(xid);
        if (transaction != null) {
            change.accept(transaction);
        }
    }
}
