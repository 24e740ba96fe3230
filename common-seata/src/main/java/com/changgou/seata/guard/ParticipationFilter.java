package com.changgou.seata.guard;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.seata.core.context.RootContext;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers a call with an XID with what this service did for it. That is known when the handler is through, and headers go before the body:
 * so the body waits, in memory. A request without an XID is left alone.
 */
final class ParticipationFilter extends OncePerRequestFilter {

    private final OpenTransactions transactions;

    ParticipationFilter(OpenTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Participation participation = participation(request, response);
        if (participation == null) {
            chain.doFilter(request, response);
            return;
        }
        try {
            chain.doFilter(request, participation.holding(response));
            if (!request.isAsyncStarted()) {
                participation.answer();
            }
        } finally {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(participation);
            } else {
                participation.leave();
            }
        }
    }

    /** The XID is on the thread of the first dispatch only; a later one finds there what it belongs to. */
    private @Nullable Participation participation(HttpServletRequest request, HttpServletResponse response) {
        Participation earlier = Participation.of(request);
        String xid = RootContext.getXID();
        if (earlier != null || xid == null) {
            return earlier;
        }
        return Participation.begin(transactions, xid, request, response);
    }
}
