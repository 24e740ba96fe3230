package com.changgou.seata.datasource;

import com.alibaba.druid.pool.DruidDataSource;
import com.changgou.seata.datasource.XaProxies.TwoPoolXaProxy;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Replaces each data source bean by Seata's {@link DataSourceProxy} around it, unless it is proxied already. */
final class DataSourceProxyPostProcessor implements BeanPostProcessor, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(DataSourceProxyPostProcessor.class);

    private final boolean xa;
    private final List<TwoPoolXaProxy> xaProxies = new ArrayList<>();

    /** {@code xa}: whether data sources can take part in XA branches as well. */
    DataSourceProxyPostProcessor(boolean xa) {
        this.xa = xa;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (!(bean instanceof DataSource dataSource) || ProxiedDataSources.isProxied(dataSource)) {
            return bean;
        }
        Schema.of(dataSource).requireUndoLog(beanName);
        DataSourceProxy at = new DataSourceProxy(dataSource);
        log.info(
                "Data source '{}' ({}) is an AT{} resource: {}",
                beanName,
                dataSource.getClass().getSimpleName(),
                xa ? " and an XA" : "",
                at.getResourceId());
        return xa ? withXa(at, requireDruid(dataSource, beanName)) : at;
    }

    private BranchTypeDataSource withXa(DataSourceProxy at, DruidDataSource dataSource) {
        TwoPoolXaProxy proxy = XaProxies.around(dataSource);
        xaProxies.add(proxy);
        return new BranchTypeDataSource(at, proxy);
    }

    /** The data source beans close themselves; the pools for phase two are no beans. */
    @Override
    public void destroy() {
        xaProxies.forEach(TwoPoolXaProxy::close);
    }

    private static DruidDataSource requireDruid(DataSource dataSource, String beanName) {
        if (dataSource instanceof DruidDataSource druid) {
            return druid;
        }
        throw new StartupCheckException(
                "Data source '" + beanName + "' (" + dataSource.getClass().getName()
                        + ") cannot take part in XA branches: their phase two needs a second pool of its kind, which is made from"
                        + " a DruidDataSource only.",
                "Set spring.datasource.type=com.alibaba.druid.pool.DruidDataSource, or"
                        + " changgou.seata.data-source-proxy.xa=false.");
    }
}
