package com.changgou.seata.xid;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Binds the XID and the branch type of the request's headers to the thread where {@link XidGate} accepts them, and
 * leaves the thread without any afterwards.
 *
 * <p>Nothing is put back: an XID that was on the thread before the request belongs to somebody who is gone. Seata's own
 * interceptor and the filter of the Fescar days both restore such leftovers (upstream #4512, #5568).
 */
final class XidServletFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(XidServletFilter.class);

    private final XidGate gate;
    private final XidCounts counts;
    private final boolean rejectRequests;

    /** {@code rejectRequests}: whether a request whose XID is not accepted ends here. */
    XidServletFilter(XidGate gate, XidCounts counts, boolean rejectRequests) {
        this.gate = gate;
        this.counts = counts;
        this.rejectRequests = rejectRequests;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (unbindAllBut(null, request, "before")) {
            counts.leaveAtEntry();
        }
        XidGate.Decision decision = gate.decide(request);
        if (decision.refusal() != null && rejectRequests) {
            reject(response, decision.refusal());
            return;
        }
        if (decision.xid() != null) {
            RootContext.bind(decision.xid());
            if (decision.branchType() == BranchType.XA) {
                RootContext.bindBranchType(BranchType.XA);
            }
        }
        try {
            chain.doFilter(StrippedRequest.of(request, decision), response);
        } finally {
            if (unbindAllBut(decision.xid(), request, "after")) {
                counts.leaveAtExit();
            }
        }
    }

    private static void reject(HttpServletResponse response, XidRefusal refusal) throws IOException {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatusCode.valueOf(refusal.status()), "The XID is not accepted: " + refusal.reason());
        response.setStatus(refusal.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        Json.MAPPER.writeValue(response.getOutputStream(), problem);
    }

    /** Whether there was another one than expected. */
    private boolean unbindAllBut(@Nullable String expected, HttpServletRequest request, String when) {
        RootContext.unbindBranchType();
        String found = RootContext.unbind();
        if (found == null || found.equals(expected)) {
            return false;
        }
        log.warn(
                "XID {} was left on the thread, found {} {} {}",
                found,
                when,
                request.getMethod(),
                request.getRequestURI());
        return true;
    }

    /** Jackson 2, which Seata's undo log brings along, whatever the service writes its own answers with. Not looked for before a refusal. */
    private static final class Json {

        static final JsonMapper MAPPER = JsonMapper.builder()
                .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
                .build();
    }
}
