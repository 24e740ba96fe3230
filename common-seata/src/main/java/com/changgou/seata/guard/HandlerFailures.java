package com.changgou.seata.guard;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Sees what a handler threw before any advice makes an answer of it. Resolves nothing. */
final class HandlerFailures implements HandlerExceptionResolver, Ordered {

    private final CallGuard guard;

    HandlerFailures(CallGuard guard) {
        this.guard = guard;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        Participation participation = Participation.of(request);
        if (participation != null) {
            guard.failedHere(participation.transaction(), failure);
        }
        return null;
    }
}
