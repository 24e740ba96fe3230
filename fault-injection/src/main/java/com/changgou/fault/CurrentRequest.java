package com.changgou.fault;

import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The HTTP request that this thread serves, if it serves one. */
final class CurrentRequest {

    private CurrentRequest() {}

    static @Nullable String key() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? attributes.getRequest().getHeader("Idempotency-Key")
                : null;
    }
}
