package com.changgou.seata.datasource;

import com.changgou.seata.SeataTestEnvironment;
import com.changgou.seata.WithoutDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.Assert;

/** A service as {@link WithoutDatabase}, with Hikari's pool of a database, which must be proxied. */
public final class WithDatabase implements Callable<String> {

    @Override
    public String call() {
        SeataTestEnvironment.give();
        LocalResourceManager.inPlace();
        return WithoutDatabase.start(Service.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Service {

        @Bean
        HikariDataSource dataSource() {
            HikariDataSource pool = new HikariDataSource();
            pool.setDataSource(MySqlLookalike.withUndoLog("service"));
            return pool;
        }

        @Bean
        SmartInitializingSingleton requireProxy(DataSource dataSource) {
            return () -> Assert.isInstanceOf(DataSourceProxy.class, dataSource);
        }

        @Bean
        Coordinator coordinator() {
            return new Coordinator() {
                @Override
                void awaitReachable(Collection<String> resourceIds, Duration timeout) {
                    Assert.notEmpty(resourceIds, "No resource");
                }
            };
        }
    }
}
