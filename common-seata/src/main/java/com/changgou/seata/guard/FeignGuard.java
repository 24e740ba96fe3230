package com.changgou.seata.guard;

import feign.Capability;
import feign.Client;
import feign.Request;
import feign.Response;
import feign.Target;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Guards the calls of Feign clients, around the load balancer. Public because Feign calls it by reflection. */
public final class FeignGuard implements Capability {

    private final CallGuard guard;

    FeignGuard(CallGuard guard) {
        this.guard = guard;
    }

    @Override
    public Client enrich(Client client) {
        return (request, options) -> {
            CallGuard.Guarded call = guard.guard(call(request));
            return call == null ? client.execute(request, options) : execute(client, request, options, call);
        };
    }

    private static Response execute(Client client, Request request, Request.Options options, CallGuard.Guarded call)
            throws IOException {
        Response response;
        try {
            response = client.execute(request, options);
        } catch (IOException | RuntimeException failure) {
            call.failed(failure);
            throw failure;
        }
        try {
            call.answered(response.status(), name -> header(response, name));
        } catch (BranchNotEnlistedException missing) {
            response.close();
            throw missing;
        }
        return response;
    }

    private static Call call(Request request) {
        URI uri = URI.create(request.url());
        Target<?> client = request.requestTemplate() == null
                ? null
                : request.requestTemplate().feignTarget();
        return client == null
                ? Call.http(request.httpMethod().name(), uri)
                : Call.http(request.httpMethod().name(), client.name(), uri);
    }

    private static @Nullable String header(Response response, String name) {
        Collection<String> values = response.headers().getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.iterator().next();
    }
}
