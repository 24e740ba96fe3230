package com.changgou.seata.xid;

import java.io.IOException;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.seata.core.context.RootContext;

/** Retry strategy of Apache HttpClient 5 that never repeats a call inside a global transaction. */
record HttpRetryOutsideGlobalTransaction(HttpRequestRetryStrategy delegate) implements HttpRequestRetryStrategy {

    @Override
    public boolean retryRequest(HttpRequest request, IOException failure, int executions, HttpContext context) {
        return !RootContext.inGlobalTransaction() && delegate.retryRequest(request, failure, executions, context);
    }

    @Override
    public boolean retryRequest(HttpResponse response, int executions, HttpContext context) {
        return !RootContext.inGlobalTransaction() && delegate.retryRequest(response, executions, context);
    }

    @Override
    public TimeValue getRetryInterval(HttpResponse response, int executions, HttpContext context) {
        return delegate.getRetryInterval(response, executions, context);
    }
}
