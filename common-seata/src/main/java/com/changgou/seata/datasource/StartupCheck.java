package com.changgou.seata.datasource;

import com.changgou.seata.CommonSeataProperties;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.rm.datasource.xa.DataSourceProxyXA;
import org.apache.seata.spring.annotation.datasource.SeataAutoDataSourceProxyCreator;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Fails the start of a service whose global transactions could not be rolled back, before it takes a request. */
final class StartupCheck implements SmartInitializingSingleton {

    private final ListableBeanFactory beans;
    private final CommonSeataProperties properties;
    private final Coordinator coordinator;

    StartupCheck(ListableBeanFactory beans, CommonSeataProperties properties, Coordinator coordinator) {
        this.beans = beans;
        this.properties = properties;
        this.coordinator = coordinator;
    }

    @Override
    public void afterSingletonsInstantiated() {
        requireOneProxy();
        Map<String, DataSource> dataSources = new LinkedHashMap<>(beans.getBeansOfType(DataSource.class));
        dataSources.keySet().removeAll(properties.dataSourceProxy().excluded());
        if (dataSources.isEmpty()) {
            return;
        }
        UndoSerializer.requireUsable();
        dataSources.forEach(this::requireSafe);
        Set<String> resourceIds = dataSources.values().stream()
                .flatMap(dataSource -> AtResources.idsOf(dataSource).stream())
                .collect(Collectors.toSet());
        requireAtByDefault(resourceIds);
        coordinator.awaitReachable(resourceIds, properties.startupCheck().tcTimeout());
    }

    /** Asks for the bean, not for the setting: {@code @EnableAutoDataSourceProxy} does not read that. */
    private void requireOneProxy() {
        boolean seatas = beans.getBeanNamesForType(SeataAutoDataSourceProxyCreator.class, true, false).length > 0;
        if (seatas && properties.dataSourceProxy().enabled()) {
            throw new StartupCheckException(
                    "Data sources are wrapped twice, by common-seata and by Seata's starter: each local transaction would"
                            + " register two branches.",
                    "Remove seata.enable-auto-data-source-proxy=true and @EnableAutoDataSourceProxy, or set"
                            + " changgou.seata.data-source-proxy.enabled=false.");
        }
    }

    private void requireSafe(String beanName, DataSource dataSource) {
        if (!ProxiedDataSources.isProxied(dataSource)) {
            throw new StartupCheckException(
                    "Data source '" + beanName + "' (" + dataSource.getClass().getName()
                            + ") is not wrapped in Seata's DataSourceProxy. Its changes would register no branch and"
                            + " no global rollback would undo them, while Seata reports success.",
                    "Let common-seata wrap it: set changgou.seata.data-source-proxy.enabled=true and make sure that no"
                            + " BeanPostProcessor or static factory creates it too early. If no global transaction writes to"
                            + " it, name it in changgou.seata.data-source-proxy.excluded.");
        }
        // XA keeps no undo log, and leaves locks to the database.
        Targets.of(dataSource).stream()
                .filter(target -> !(target instanceof DataSourceProxyXA))
                .map(Schema::of)
                .forEach(schema -> {
                    schema.requireUndoLog(beanName);
                    schema.requirePrimaryKeys(
                            beanName, properties.startupCheck().unmanagedTables());
                });
    }

    /** Seata's XA proxy makes XA the process's default when it is created: from then on AT statements run unseen. */
    private static void requireAtByDefault(Set<String> atResources) {
        if (!atResources.isEmpty() && defaultBranchType() != BranchType.AT) {
            throw new StartupCheckException(
                    "A DataSourceProxyXA has made XA the default branch type of this process: what is changed in "
                            + atResources + " would register no branch and no global rollback would undo it, while"
                            + " Seata reports success.",
                    "Let common-seata make the XA proxy: set changgou.seata.data-source-proxy.xa=true. Or call"
                            + " RootContext.setDefaultBranchType(BranchType.AT) once it is created.");
        }
    }

    private static BranchType defaultBranchType() {
        RootContext.bind("common-seata-startup-check");
        try {
            return RootContext.getBranchType();
        } finally {
            RootContext.unbind();
        }
    }
}
