package com.changgou.seata.datasource;

import javax.sql.DataSource;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Replaces each data source bean by Seata's {@link DataSourceProxy} around it, unless it is proxied already. */
final class DataSourceProxyPostProcessor implements BeanPostProcessor {

    private static final Logger log = LoggerFactory.getLogger(DataSourceProxyPostProcessor.class);

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (!(bean instanceof DataSource dataSource) || ProxiedDataSources.isProxied(dataSource)) {
            return bean;
        }
        Schema.of(dataSource).requireUndoLog(beanName);
        DataSourceProxy proxy = new DataSourceProxy(dataSource);
        log.info(
                "Data source '{}' ({}) is an AT resource: {}",
                beanName,
                dataSource.getClass().getSimpleName(),
                proxy.getResourceId());
        return proxy;
    }
}
