package com.changgou.seata.xid;

import org.apache.seata.core.context.RootContext;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;

/**
 * Auto-configuration for the outbound XID of {@code WebClient}. The XID is read where the call is subscribed to: on the
 * caller's thread for {@code block()}, which is how a servlet application uses it.
 */
@AutoConfiguration(after = XidAutoConfiguration.class)
@ConditionalOnClass({WebClientCustomizer.class, ExchangeFilterFunction.class, RootContext.class})
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
public final class XidWebClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "xidWebClientCustomizer")
    WebClientCustomizer xidWebClientCustomizer(GlobalTransactionHeaders headers) {
        return builder -> builder.filter((request, next) -> next.exchange(withXid(request, headers)));
    }

    private static ClientRequest withXid(ClientRequest request, GlobalTransactionHeaders xid) {
        return ClientRequest.from(request)
                .headers(headers -> xid.write(headers::set))
                .build();
    }
}
