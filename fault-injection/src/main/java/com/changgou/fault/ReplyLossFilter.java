package com.changgou.fault;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Reaches the moment at which the answer leaves the service. */
final class ReplyLossFilter extends OncePerRequestFilter {

    private final Faults faults;

    ReplyLossFilter(Faults faults) {
        this.faults = faults;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, answer);
        try {
            faults.pass(FaultPoint.GOODS_REPLY_LOST);
            answer.copyBodyToResponse();
        } catch (InjectedFaultException cut) {
            cutOff(response);
            throw cut;
        }
    }

    /** Promises a body that does not come: the caller gets half an answer, because the exception makes the container close. */
    private static void cutOff(HttpServletResponse response) throws IOException {
        response.resetBuffer();
        response.setContentLength(1_000);
        response.flushBuffer();
    }
}
