package com.changgou.seata.xid;

import io.micrometer.context.ThreadLocalAccessor;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.jspecify.annotations.Nullable;

/**
 * Carries the XID, with its branch type, to another thread, and takes it off there when the work is done.
 *
 * <p><b>The rule.</b> A global transaction stays on the thread that began it. {@code @Async},
 * {@code CompletableFuture}, Reactor and virtual threads work outside of it: what they write is committed by itself,
 * and nothing rolls it back. That is the default, because nothing makes the global transaction wait for such work: it
 * would write as a branch of a transaction that may have ended, and the branches of two threads have no order in which
 * they could be undone.
 *
 * <p>With {@code changgou.seata.xid.propagate-to-threads=true} the XID goes wherever Micrometer's context propagation
 * goes: into tasks of Boot's executors and of any other that has a {@code ContextPropagatingTaskDecorator}, and into
 * Reactor with automatic context propagation. Never into a {@code CompletableFuture} on the common pool, nor a thread
 * that is simply started. Each thread is left as it was found, also when the work fails. Then wait for all of that work
 * before the method that began the global transaction returns: a branch that comes later is refused by the TC, and its
 * local transaction fails.
 */
final class XidThreadLocalAccessor implements ThreadLocalAccessor<XidThreadLocalAccessor.Participation> {

    static final String KEY = "com.changgou.seata.xid";

    /**
     * What a thread takes part in.
     *
     * @param xid the global transaction
     * @param branchType what is bound as such, and not the default
     */
    record Participation(String xid, @Nullable BranchType branchType) {}

    @Override
    public Object key() {
        return KEY;
    }

    @Override
    public @Nullable Participation getValue() {
        String xid = RootContext.getXID();
        return xid == null
                ? null
                : new Participation(xid, (BranchType) RootContext.entries().get(RootContext.KEY_BRANCH_TYPE));
    }

    @Override
    public void setValue(Participation participation) {
        RootContext.bind(participation.xid());
        if (participation.branchType() == null) {
            RootContext.unbindBranchType();
        } else {
            RootContext.bindBranchType(participation.branchType());
        }
    }

    /** A branch type alone was picked by this thread for a global transaction that it has yet to begin. */
    @Override
    public void setValue() {
        if (RootContext.unbind() != null) {
            RootContext.unbindBranchType();
        }
    }
}
