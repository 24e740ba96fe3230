package com.changgou.seata.xid;

import jakarta.servlet.http.HttpServletRequest;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.ConcurrentLruCache;
import org.springframework.util.StringUtils;

/**
 * Decides whether a request takes part in the global transaction that it names. It does when a service that knows the
 * secret has signed the XID, or when the caller is trusted by its address. What is not accepted is counted, and logged
 * once for each source.
 */
final class XidGate {

    /** Headers of the Fescar days. Nothing here reads them, and nothing behind this filter shall. */
    static final Set<String> LEGACY_HEADERS = Set.of("fescarXID", "Fescar-Xid");

    /** What takes a request into a global transaction. */
    static final List<String> HEADERS =
            List.of(RootContext.KEY_XID, RootContext.KEY_BRANCH_TYPE, GlobalTransactionHeaders.SIGNATURE);

    private static final Logger log = LoggerFactory.getLogger(XidGate.class);

    /** As wide as the xid columns of undo_log and of the TC. */
    private static final int MAX_LENGTH = 128;

    /** The host may be an IPv6 address, as {@code XID.generateXID} writes what the TC is told to advertise. */
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z.:_%\\[\\]-]+:[0-9]{1,5}:([0-9]{1,19})");

    private static final int REMEMBERED_SOURCES = 1_000;

    private final XidSignatures signatures;
    private final TrustedCallers trustedCallers;
    private final boolean verify;
    private final XidCounts counts;
    private final ConcurrentLruCache<String, Boolean> loggedSources =
            new ConcurrentLruCache<>(REMEMBERED_SOURCES, source -> true);

    XidGate(XidSignatures signatures, XidProperties settings, XidCounts counts) {
        this.signatures = signatures;
        this.trustedCallers = new TrustedCallers(settings.trustedCallers());
        this.verify = settings.verify();
        this.counts = counts;
    }

    /**
     * What comes of a request's headers.
     *
     * @param xid what to bind, where it is accepted
     * @param branchType of its branches
     * @param refusal why there is nothing to bind, where the request names a global transaction
     */
    record Decision(
            @Nullable String xid,
            BranchType branchType,
            @Nullable XidRefusal refusal) {

        private static final Decision NO_XID = new Decision(null, BranchType.AT, null);

        private static Decision refused(XidRefusal refusal) {
            return new Decision(null, BranchType.AT, refusal);
        }
    }

    Decision decide(HttpServletRequest request) {
        Decision decision = judge(request);
        if (decision.refusal() != null) {
            counts.refuse(decision.refusal());
            logOnce(decision.refusal(), request);
        }
        return decision;
    }

    private Decision judge(HttpServletRequest request) {
        String xid = request.getHeader(RootContext.KEY_XID);
        if (!StringUtils.hasText(xid)) {
            boolean legacy = LEGACY_HEADERS.stream().anyMatch(header -> request.getHeader(header) != null);
            return legacy ? Decision.refused(XidRefusal.LEGACY) : Decision.NO_XID;
        }
        if (HEADERS.stream().anyMatch(header -> isRepeated(header, request)) || !isWellFormed(xid)) {
            return Decision.refused(XidRefusal.MALFORMED);
        }
        BranchType branchType = GlobalTransactionHeaders.branchType(request.getHeader(RootContext.KEY_BRANCH_TYPE));
        String signature = request.getHeader(GlobalTransactionHeaders.SIGNATURE);
        if (!verify
                || signatures.verify(xid, branchType, signature)
                || trustedCallers.contain(request.getRemoteAddr())) {
            return new Decision(xid, branchType, null);
        }
        return Decision.refused(signature == null ? XidRefusal.UNSIGNED : XidRefusal.FORGED);
    }

    /** Or one value would be verified, and another one read. */
    private static boolean isRepeated(String header, HttpServletRequest request) {
        return Collections.list(request.getHeaders(header)).size() > 1;
    }

    private static boolean isWellFormed(String xid) {
        if (xid.length() > MAX_LENGTH) {
            return false;
        }
        Matcher form = FORM.matcher(xid);
        return form.matches() && new BigInteger(form.group(1)).bitLength() < Long.SIZE;
    }

    /** Without the XID: a stranger chose it. */
    private void logOnce(XidRefusal refusal, HttpServletRequest request) {
        String source = request.getRemoteAddr();
        if (!loggedSources.contains(source)) {
            loggedSources.get(source);
            log.warn(
                    "The XID of {} {} from {} is not accepted: {}. Said once for each source, and counted",
                    request.getMethod(),
                    request.getRequestURI(),
                    source,
                    refusal.reason());
        }
    }
}
