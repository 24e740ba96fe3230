package com.changgou.seata.xid;

/** Why a request's XID is not accepted. */
public enum XidRefusal {
    /** It has no signature, and comes from no trusted caller. */
    UNSIGNED("it has no signature, and its sender is no trusted caller"),

    /** Its signature is not one of this XID with this branch type under an accepted secret. */
    FORGED("its signature is not of this XID and branch type under a secret that is accepted here"),

    /** It is no XID, or there are several. */
    MALFORMED("it is not one XID of the form host:port:number"),

    /** It comes in a header of the Fescar days only, which nobody signs. */
    LEGACY("it comes in a header of the Fescar days, which is never read");

    private final String reason;

    XidRefusal(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    int status() {
        return this == MALFORMED ? 400 : 403;
    }
}
