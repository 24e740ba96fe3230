package com.changgou.seata.xid;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for {@link XidCounts} as meters: {@code seata.xid.refused}, by {@code reason}, and
 * {@code seata.xid.left}, by where it was {@code found}, at entry or exit, which must stay 0.
 */
@AutoConfiguration(after = XidServletAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(XidCounts.class)
public final class XidMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "xidMetrics")
    MeterBinder xidMetrics(XidCounts counts) {
        return registry -> {
            for (XidRefusal why : XidRefusal.values()) {
                FunctionCounter.builder("seata.xid.refused", counts, seen -> seen.refused(why))
                        .tag("reason", why.name().toLowerCase(Locale.ROOT))
                        .description("requests whose XID was not accepted")
                        .register(registry);
            }
            FunctionCounter.builder("seata.xid.left", counts, XidCounts::leftAtEntry)
                    .tag("found", "entry")
                    .description("requests that found somebody else's XID on their thread")
                    .register(registry);
            FunctionCounter.builder("seata.xid.left", counts, XidCounts::leftAtExit)
                    .tag("found", "exit")
                    .description("requests that left another XID on their thread than they came with")
                    .register(registry);
        };
    }
}
