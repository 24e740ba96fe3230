package com.changgou.seata.xid;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which XIDs this service takes from its callers, and where they go.
 *
 * @param secret what signs the XID of every call, and verifies that of every request; at least 32 characters, random,
 *     the same in every service of a global transaction, and nobody else's. It has no default
 * @param secondSecret what verifies, too, while the secret is rotated; it never signs
 * @param trustedCallers addresses and ranges (10.1.0.0/16) whose XIDs need no signature, by the address that the
 *     container reports: where it takes that from forwarding headers, the proxy has to remove those of strangers
 * @param rejectRequests whether a request with an XID that is not accepted is answered with 403, or 400 where it is
 *     malformed. Otherwise it is served outside of any global transaction, as if it had none
 * @param verify whether an XID has to be signed, or come from a trusted caller. Without it, whoever reaches this
 *     service joins any global transaction that he can name
 * @param propagateToThreads whether the XID goes along, by Micrometer's context propagation, to the threads of
 *     {@code @Async}, {@code CompletableFuture} and Reactor. Work there can outlive the global transaction, so it does
 *     not by default
 */
@ConfigurationProperties("changgou.seata.xid")
public record XidProperties(
        @Nullable String secret,
        @Nullable String secondSecret,
        @DefaultValue Set<String> trustedCallers,
        @DefaultValue("false") boolean rejectRequests,
        @DefaultValue("true") boolean verify,
        @DefaultValue("false") boolean propagateToThreads) {

    /** Without the secrets: it may end in a log. */
    @Override
    public String toString() {
        return "XidProperties[trustedCallers=%s, rejectRequests=%s, verify=%s, propagateToThreads=%s]"
                .formatted(trustedCallers, rejectRequests, verify, propagateToThreads);
    }
}
