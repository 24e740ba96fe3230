package com.changgou.fault;

import feign.Capability;
import feign.Client;

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
            var response = client.execute(request, options);
            try {
                faults.pass(FaultPoint.ORDER_AFTER_GOODS_CALL);
                return response;
            } catch (InjectedFaultException injected) {
                response.close();
                throw injected;
            }
        };
    }
}
