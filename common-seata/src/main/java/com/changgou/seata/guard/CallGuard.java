package com.changgou.seata.guard;

import com.changgou.seata.guard.GuardProperties.Enlistment;
import com.changgou.seata.guard.GuardProperties.Swallow;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/**
 * The rule for calls inside a global transaction, whichever client makes them: a failure marks the transaction, and a success has to bring a
 * branch. What is marked is decided on at the commit; the failure itself passes on as it is.
 */
final class CallGuard {

    private static final Logger log = LoggerFactory.getLogger(CallGuard.class);
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final String PROBLEM = "application/problem+json";

    private final OpenTransactions transactions;
    private final Enlistment enlistment;
    private final Swallow swallow;
    private final CallPatterns readOnly;
    private final CallPatterns tolerated;
    private final List<GuardListener> listeners;

    CallGuard(OpenTransactions transactions, GuardProperties properties, List<GuardListener> listeners) {
        this.transactions = transactions;
        this.enlistment = properties.enlistment();
        this.swallow = properties.swallow();
        this.readOnly = CallPatterns.of(enlistment.readOnly());
        this.tolerated = CallPatterns.of(swallow.tolerated());
        this.listeners = listeners;
    }

    /** A call of this thread; null outside of a global transaction, where nothing is guarded. */
    @Nullable
    Guarded guard(Call call) {
        String xid = RootContext.getXID();
        return xid == null ? null : new Guarded(xid, call);
    }

    /** A failure in this process that somebody may have turned into an answer. */
    void failedHere(OpenTransaction transaction, Throwable failure) {
        if (swallow.mode() != GuardMode.OFF) {
            transaction.failed(failure, swallow.mode() == GuardMode.FAIL);
        }
    }

    /** One call inside of a global transaction. To be told how it ended, on any thread. */
    final class Guarded {

        private final String xid;
        private final Call call;

        private Guarded(String xid, Call call) {
            this.xid = xid;
            this.call = call;
        }

        /** There is no answer, or none in time. */
        void failed(Throwable cause) {
            failed("failed: " + cause, cause);
        }

        /**
         * There is an answer.
         *
         * @throws BranchNotEnlistedException if it is a success that brought no branch
         */
        void answered(int status, Function<String, @Nullable String> headers) {
            String reported = headers.apply(GuardHeaders.BRANCHES);
            Set<BranchType> branches = GuardHeaders.branches(reported);
            transactions.with(xid, transaction -> transaction.brought(branches));
            String failure = failure(status, headers);
            if (failure != null) {
                failed(failure, null);
            } else if (branches.isEmpty() && !SAFE.contains(call.method()) && !readOnly.match(call)) {
                broughtNone(reported);
            }
        }

        private void failed(String what, @Nullable Throwable cause) {
            if (swallow.mode() != GuardMode.OFF && !tolerated.match(call)) {
                RemoteFailureException failure = new RemoteFailureException(call + " " + what, cause);
                transactions.with(xid, transaction -> failedHere(transaction, failure));
            }
        }

        private void broughtNone(@Nullable String reported) {
            if (enlistment.mode() == GuardMode.OFF) {
                return;
            }
            BranchNotEnlistedException missing = BranchNotEnlistedException.of(call, xid, reported);
            listeners.forEach(listener -> listener.branchMissing(xid, missing));
            if (enlistment.mode() == GuardMode.WARN) {
                log.warn(missing.getMessage());
                return;
            }
            transactions.with(xid, transaction -> transaction.failed(missing, true));
            throw missing;
        }

        private static @Nullable String failure(int status, Function<String, @Nullable String> headers) {
            if (status < 200 || status >= 300) {
                return "was answered with " + status;
            }
            String inside = headers.apply(GuardHeaders.ROLLBACK_ONLY);
            if (inside != null) {
                return "was answered with " + status + " after a failure inside: " + inside;
            }
            String type = headers.apply(HttpHeaders.CONTENT_TYPE);
            return type != null && type.startsWith(PROBLEM) ? "was answered with " + status + " and a problem" : null;
        }
    }
}
