package com.changgou.seata.datasource;

import com.changgou.seata.registration.SignedRegistration;
import java.time.Duration;
import java.util.Collection;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.TransactionManager;
import org.apache.seata.rm.DefaultResourceManager;
import org.apache.seata.tm.TransactionManagerHolder;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/** Asks the TC something as TM and as RM: a client that is merely configured has not shown that it is connected. */
class Coordinator {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final int PROBE_TIMEOUT_MILLIS = 10_000;

    void awaitReachable(Collection<String> resourceIds, Duration timeout) {
        RetryTemplate retry = new RetryTemplate(RetryPolicy.builder()
                .maxRetries(Long.MAX_VALUE)
                .delay(PAUSE)
                .timeout(timeout)
                // Seata would ask again in a minute; whoever starts the service may do so earlier.
                .predicate(failure -> SignedRegistration.refusal().isEmpty())
                .build());
        try {
            retry.execute(() -> {
                probe(resourceIds);
                return null;
            });
        } catch (RetryException unreachable) {
            throw SignedRegistration.refusal()
                    .map(refusal -> refused(refusal, unreachable))
                    .orElseGet(() -> unanswered(timeout, unreachable));
        }
    }

    private static StartupCheckException refused(String refusal, RetryException unreachable) {
        return new StartupCheckException(
                refusal,
                "Set changgou.seata.registration.secret to the secret of the TC (both have it from TC_CLIENT_SECRET in this"
                        + " project). The TC's log has the reason.",
                unreachable);
    }

    private static StartupCheckException unanswered(Duration timeout, RetryException unreachable) {
        return new StartupCheckException(
                "The transaction coordinator (TC) did not answer within " + timeout.toSeconds() + " s: "
                        + unreachable.getCause().getMessage(),
                "Start the TC, or correct its address (seata.service.grouplist.default) and the mapping of the"
                        + " transaction group (seata.tx-service-group, seata.service.vgroup-mapping.*)."
                        + " To wait longer set changgou.seata.startup-check.tc-timeout.",
                unreachable);
    }

    private void probe(Collection<String> resourceIds) throws TransactionException {
        TransactionManager transactionManager = TransactionManagerHolder.get();
        String xid = transactionManager.begin(null, null, "common-seata-startup-probe", PROBE_TIMEOUT_MILLIS);
        RootContext.bind(xid);
        try {
            for (String resourceId : resourceIds) {
                DefaultResourceManager.get().lockQuery(BranchType.AT, resourceId, xid, Schema.UNDO_LOG + ":0");
            }
        } finally {
            RootContext.unbind();
            transactionManager.rollback(xid);
        }
    }
}
