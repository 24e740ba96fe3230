package com.changgou.seata.guard;

import java.io.IOException;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/** Guards the calls of a {@code RestClient}, an HTTP interface or a {@code RestTemplate}, before any status handler sees the answer. */
final class GuardClientHttpRequestInterceptor implements ClientHttpRequestInterceptor {

    private final CallGuard guard;

    GuardClientHttpRequestInterceptor(CallGuard guard) {
        this.guard = guard;
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        CallGuard.Guarded call = guard.guard(Call.http(request.getMethod().name(), request.getURI()));
        if (call == null) {
            return execution.execute(request, body);
        }
        ClientHttpResponse response;
        try {
            response = execution.execute(request, body);
        } catch (IOException | RuntimeException failure) {
            call.failed(failure);
            throw failure;
        }
        try {
            call.answered(response.getStatusCode().value(), response.getHeaders()::getFirst);
        } catch (BranchNotEnlistedException missing) {
            response.close();
            throw missing;
        }
        return response;
    }
}
