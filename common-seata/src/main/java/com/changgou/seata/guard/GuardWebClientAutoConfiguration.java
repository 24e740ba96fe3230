package com.changgou.seata.guard;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;

/** Auto-configuration of the guard on the calls of {@code WebClient}. As the XID, it is looked for where a call is subscribed to. */
@AutoConfiguration(after = GuardAutoConfiguration.class)
@ConditionalOnClass({WebClientCustomizer.class, ExchangeFilterFunction.class})
@ConditionalOnBean(CallGuard.class)
public final class GuardWebClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "guardWebClientCustomizer")
    WebClientCustomizer guardWebClientCustomizer(CallGuard guard) {
        return builder -> builder.filter(new GuardExchangeFilter(guard));
    }
}
