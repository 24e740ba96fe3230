package com.changgou.seata.datasource;

import com.changgou.seata.CommonSeataProperties;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Fails the start of a service whose global transactions could not be rolled back, before it takes a request. */
final class StartupCheck implements SmartInitializingSingleton {

    private final ListableBeanFactory beans;
    private final CommonSeataProperties.StartupCheck settings;
    private final Coordinator coordinator;
    private final boolean proxiedTwice;

    /** {@code proxiedTwice}: whether both Seata's starter and common-seata wrap data sources. */
    StartupCheck(
            ListableBeanFactory beans,
            CommonSeataProperties.StartupCheck settings,
            Coordinator coordinator,
            boolean proxiedTwice) {
        this.beans = beans;
        this.settings = settings;
        this.coordinator = coordinator;
        this.proxiedTwice = proxiedTwice;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (proxiedTwice) {
            throw new StartupCheckException(
                    "Data sources are wrapped twice, by common-seata and by Seata's starter: each local transaction would"
                            + " register two branches.",
                    "Remove seata.enable-auto-data-source-proxy=true, or set"
                            + " changgou.seata.data-source-proxy.enabled=false.");
        }
        Map<String, DataSource> dataSources = beans.getBeansOfType(DataSource.class);
        dataSources.forEach(this::requireSafe);
        List<String> resourceIds = dataSources.values().stream()
                .flatMap(dataSource -> AtResources.idOf(dataSource).stream())
                .toList();
        coordinator.awaitReachable(resourceIds, settings.tcTimeout());
    }

    private void requireSafe(String beanName, DataSource dataSource) {
        if (!ProxiedDataSources.isProxied(dataSource)) {
            throw new StartupCheckException(
                    "Data source '" + beanName + "' (" + dataSource.getClass().getName()
                            + ") is not wrapped in Seata's DataSourceProxy. Its changes would register no branch and"
                            + " no global rollback would undo them, while Seata reports success.",
                    "Let common-seata wrap it: set changgou.seata.data-source-proxy.enabled=true and make sure that no"
                            + " BeanPostProcessor or static factory creates it too early.");
        }
        Schema schema = Schema.of(dataSource);
        schema.requireUndoLog(beanName);
        schema.requirePrimaryKeys(beanName, settings.unmanagedTables());
    }
}
