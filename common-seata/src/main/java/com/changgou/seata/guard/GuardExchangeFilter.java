package com.changgou.seata.guard;

import java.util.concurrent.CancellationException;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/** Guards the calls of a {@code WebClient}. Who gives up waiting, as the operator {@code timeout} does, only cancels. */
final class GuardExchangeFilter implements ExchangeFilterFunction {

    private final CallGuard guard;

    GuardExchangeFilter(CallGuard guard) {
        this.guard = guard;
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        CallGuard.Guarded call = guard.guard(Call.http(request.method().name(), request.url()));
        if (call == null) {
            return next.exchange(request);
        }
        return next.exchange(request)
                .doOnError(call::failed)
                .doOnCancel(() -> call.failed(new CancellationException("nobody waited for the answer")))
                .flatMap(response -> answered(call, response));
    }

    private static Mono<ClientResponse> answered(CallGuard.Guarded call, ClientResponse response) {
        try {
            call.answered(response.statusCode().value(), response.headers().asHttpHeaders()::getFirst);
            return Mono.just(response);
        } catch (BranchNotEnlistedException missing) {
            return response.releaseBody().then(Mono.error(missing));
        }
    }
}
