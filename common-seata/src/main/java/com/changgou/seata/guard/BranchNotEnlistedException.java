package com.changgou.seata.guard;

import org.jspecify.annotations.Nullable;

/** Something that should have taken part in a global transaction did not: what it wrote is committed, and no rollback reaches it. */
public class BranchNotEnlistedException extends RuntimeException {

    private BranchNotEnlistedException(String message) {
        super(message);
    }

    static BranchNotEnlistedException of(Call call, String xid, @Nullable String branches) {
        String causes = branches == null
                ? "Its answer has no header " + GuardHeaders.BRANCHES + ": the XID got lost on the way or was not"
                        + " accepted, or the service is without common-seata."
                : "It has the XID and registered no branch: its data source is not proxied"
                        + " (changgou.seata.data-source-proxy.enabled), it writes on a thread without the XID, or it writes"
                        + " nothing.";
        return new BranchNotEnlistedException(
                call + " was answered, and brought no branch into global transaction " + xid + ". " + causes
                        + " A call that writes nothing is declared in changgou.seata.guard.enlistment.read-only");
    }

    static BranchNotEnlistedException ofAll(String xid, @Nullable String name) {
        return new BranchNotEnlistedException("Global transaction " + xid + " (" + name
                + ") has no branch, here or in a service that it called over HTTP:"
                + " the data sources are not proxied (changgou.seata.data-source-proxy.enabled), its work ran on a"
                + " thread without the XID, or it writes nothing. One that may write nothing is declared in"
                + " changgou.seata.guard.enlistment.may-be-empty");
    }
}
