package com.changgou.seata.datasource;

import com.alibaba.druid.pool.DruidDataSource;
import com.changgou.seata.CommonSeataProperties.DataSourceProxySettings;
import com.changgou.seata.datasource.XaProxies.TwoPoolXaProxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.util.ClassUtils;

/**
 * Puts Seata's {@link DataSourceProxy} around each pool, unless it is proxied already.
 *
 * <p>A proxy is one resource at the TC, with one cache of table structures: it stands for one database. So a router is never wrapped,
 * its targets are. Around the router, phase two would look for the undo log wherever the router sends a thread that knows no
 * key, and around both, statements on {@code undo_log} would themselves be undone. The same holds for what delegates: Seata's proxy is
 * the innermost one. A router's targets are those that it has when it is ready: none may be added afterwards.
 */
final class DataSourceProxyPostProcessor implements BeanPostProcessor, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(DataSourceProxyPostProcessor.class);

    /** No signature here names a class of Druid, which is optional: Spring reads them all. */
    private static final boolean DRUID = ClassUtils.isPresent("com.alibaba.druid.pool.DruidDataSource", null);

    private final DataSourceProxySettings settings;
    private final List<AutoCloseable> phaseTwoPools = new ArrayList<>();

    DataSourceProxyPostProcessor(DataSourceProxySettings settings) {
        this.settings = settings;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return bean instanceof DataSource dataSource && !settings.excluded().contains(beanName)
                ? proxied(dataSource, beanName)
                : bean;
    }

    private DataSource proxied(DataSource dataSource, String beanName) {
        if (ProxiedDataSources.isProxied(dataSource)) {
            return dataSource;
        }
        if (dataSource instanceof AbstractRoutingDataSource router) {
            proxyTargets(router, beanName);
            return router;
        }
        if (dataSource instanceof DelegatingDataSource delegating && delegating.getTargetDataSource() != null) {
            delegating.setTargetDataSource(proxied(delegating.getTargetDataSource(), beanName));
            return delegating;
        }
        return proxyOf(dataSource, beanName);
    }

    private void proxyTargets(AbstractRoutingDataSource router, String beanName) {
        Map<Object, DataSource> targets = router.getResolvedDataSources();
        DataSource defaultTarget = router.getResolvedDefaultDataSource();
        if (targets.isEmpty() && defaultTarget == null) {
            throw new StartupCheckException(
                    "Routing data source '" + beanName + "' ("
                            + router.getClass().getName()
                            + ") shows no targets, so that they cannot be wrapped in Seata's DataSourceProxy.",
                    "Give it its targets by setTargetDataSources, or name it in"
                            + " changgou.seata.data-source-proxy.excluded and make its targets beans.");
        }
        // Two keys, or a key and the default, may stand for the same pool.
        Map<DataSource, DataSource> once = new IdentityHashMap<>();
        Map<Object, Object> proxied = new HashMap<>();
        targets.forEach((key, target) -> proxied.put(key, once.computeIfAbsent(target, t -> proxied(t, beanName))));
        router.setTargetDataSources(proxied);
        if (defaultTarget != null) {
            router.setDefaultTargetDataSource(once.computeIfAbsent(defaultTarget, t -> proxied(t, beanName)));
        }
        // Not afterPropertiesSet: there, a subclass may set the targets that it came with.
        router.initialize();
    }

    private DataSource proxyOf(DataSource pool, String beanName) {
        UndoSerializer.requireUsable();
        Schema.of(pool).requireUndoLog(beanName);
        DataSourceProxy at = new DataSourceProxy(pool);
        log.info(
                "Data source '{}' ({}) is an AT{} resource: {}",
                beanName,
                pool.getClass().getSimpleName(),
                settings.xa() ? " and an XA" : "",
                at.getResourceId());
        return settings.xa() ? withXa(at, pool, beanName) : at;
    }

    private BranchTypeDataSource withXa(DataSourceProxy at, DataSource pool, String beanName) {
        if (!DRUID || !(pool instanceof DruidDataSource)) {
            throw new StartupCheckException(
                    "Data source '" + beanName + "' (" + pool.getClass().getName()
                            + ") cannot take part in XA branches: their phase two needs a second pool of its kind, which is made"
                            + " from a DruidDataSource only.",
                    "Set spring.datasource.type=com.alibaba.druid.pool.DruidDataSource, or"
                            + " changgou.seata.data-source-proxy.xa=false.");
        }
        TwoPoolXaProxy xa = XaProxies.around((DruidDataSource) pool);
        phaseTwoPools.add(xa);
        return new BranchTypeDataSource(at, xa);
    }

    /** The data source beans close themselves; the pools for phase two are no beans. */
    @Override
    public void destroy() throws Exception {
        for (AutoCloseable pool : phaseTwoPools) {
            pool.close();
        }
    }
}
