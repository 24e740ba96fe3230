package com.changgou.seata.xid;

import java.io.IOException;
import java.util.function.Supplier;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/** Sends the XID, and the branch type, with every call of a {@code RestClient}, an HTTP interface or a {@code RestTemplate}. */
final class XidClientHttpRequestInterceptor implements ClientHttpRequestInterceptor {

    private final Supplier<GlobalTransactionHeaders> headers;

    XidClientHttpRequestInterceptor(Supplier<GlobalTransactionHeaders> headers) {
        this.headers = headers;
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        headers.get().write(request.getHeaders()::set);
        return execution.execute(request, body);
    }
}
