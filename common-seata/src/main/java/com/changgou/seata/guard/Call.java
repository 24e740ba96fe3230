package com.changgou.seata.guard;

import java.net.URI;

/**
 * A call to somebody else.
 *
 * @param method the HTTP method; empty for a circuit breaker
 * @param target the service with the path, or a circuit breaker's id
 */
record Call(String method, String target) {

    static Call http(String method, String service, URI uri) {
        return new Call(method, service + uri.getPath());
    }

    static Call http(String method, URI uri) {
        return http(method, String.valueOf(uri.getAuthority()), uri);
    }

    static Call breaker(String id) {
        return new Call("", id);
    }

    @Override
    public String toString() {
        return method.isEmpty() ? "Circuit breaker " + target : method + " " + target;
    }
}
