package com.changgou.fault;

import feign.Capability;
import feign.Client;
import feign.Request.Options;
import java.util.concurrent.TimeUnit;
import org.apache.seata.core.context.RootContext;

/** Reaches the moments before and after a call to another service. Public because Feign calls it by reflection. */
public final class FaultyFeignCalls implements Capability {

    private final Faults faults;

    FaultyFeignCalls(Faults faults) {
        this.faults = faults;
    }

    @Override
    public Client enrich(Client client) {
        return (request, options) -> {
            faults.pass(FaultPoint.ORDER_BEFORE_GOODS_CALL);
            var response = client.execute(request, patient(options));
            try {
                faults.pass(FaultPoint.ORDER_AFTER_GOODS_CALL);
                return response;
            } catch (InjectedFaultException injected) {
                response.close();
                throw injected;
            }
        };
    }

    /** Who holds a transaction to look at it does not want to see it time out. */
    private Options patient(Options options) {
        return faults.isToBeHeld(RootContext.getXID())
                ? new Options(
                        options.connectTimeout(),
                        options.connectTimeoutUnit(),
                        1,
                        TimeUnit.HOURS,
                        options.isFollowRedirects())
                : options;
    }
}
