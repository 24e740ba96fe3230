package com.changgou.seata.xid;

import java.util.function.BiConsumer;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.jspecify.annotations.Nullable;

/**
 * What a call carries so that it takes part in the caller's global transaction: the XID, the branch type where it is
 * XA, and the signature that lets the callee believe both.
 */
final class GlobalTransactionHeaders {

    /** {@link XidSignatures}, as base64url. */
    static final String SIGNATURE = "TX_XID_SIGNATURE";

    private final XidSignatures signatures;

    GlobalTransactionHeaders(XidSignatures signatures) {
        this.signatures = signatures;
    }

    /** Names and values for a call of this thread; none outside a global transaction. */
    void write(BiConsumer<String, String> headers) {
        String xid = RootContext.getXID();
        if (xid == null) {
            return;
        }
        BranchType branchType = RootContext.getBranchType() == BranchType.XA ? BranchType.XA : BranchType.AT;
        headers.accept(RootContext.KEY_XID, xid);
        if (branchType == BranchType.XA) {
            headers.accept(RootContext.KEY_BRANCH_TYPE, branchType.name());
        }
        signatures.sign(xid, branchType).ifPresent(signature -> headers.accept(SIGNATURE, signature));
    }

    /**
     * A TCC branch binds its type itself; what else a caller may name is AT, and that is what a missing header means.
     */
    static BranchType branchType(@Nullable String header) {
        return BranchType.XA.name().equals(header) ? BranchType.XA : BranchType.AT;
    }
}
