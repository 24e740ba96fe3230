package com.changgou.seata.datasource;

import com.changgou.seata.CommonSeataProperties;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.seata.common.DefaultValues;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Auto-configuration for data sources under Seata AT: the proxies, and the check that they are in place. */
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnClass({DataSourceProxy.class, DelegatingDataSource.class})
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CommonSeataProperties.class)
public final class SeataDataSourceProxyAutoConfiguration {

    @Bean
    @ConditionalOnBooleanProperty(name = "changgou.seata.data-source-proxy.enabled", matchIfMissing = true)
    @ConditionalOnMissingBean
    static DataSourceProxyPostProcessor dataSourceProxyPostProcessor(Environment environment) {
        return new DataSourceProxyPostProcessor(Binder.get(environment)
                .bindOrCreate("changgou.seata.data-source-proxy", CommonSeataProperties.DataSourceProxySettings.class));
    }

    @Bean
    @ConditionalOnBean(DataSource.class)
    @ConditionalOnBooleanProperty(name = "changgou.seata.startup-check.enabled", matchIfMissing = true)
    @ConditionalOnMissingBean
    StartupCheck seataStartupCheck(
            ListableBeanFactory beans, CommonSeataProperties properties, Coordinator coordinator) {
        return new StartupCheck(beans, properties, coordinator);
    }

    @Bean
    @ConditionalOnSingleCandidate(DataSource.class)
    @ConditionalOnMissingBean
    GlobalLocks globalLocks(DataSource dataSource, Environment environment) {
        return new GlobalLocks(
                dataSource,
                new GlobalLocks.LockWait(
                        Duration.ofMillis(environment.getProperty(
                                "seata.client.rm.lock.retry-interval",
                                Integer.class,
                                DefaultValues.DEFAULT_CLIENT_LOCK_RETRY_INTERVAL)),
                        environment.getProperty(
                                "seata.client.rm.lock.retry-times",
                                Integer.class,
                                DefaultValues.DEFAULT_CLIENT_LOCK_RETRY_TIMES)));
    }

    @Bean
    @ConditionalOnMissingBean
    Coordinator seataCoordinator() {
        return new Coordinator();
    }
}
