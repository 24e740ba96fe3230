package com.changgou.seata.datasource;

import java.util.Map;
import javax.sql.DataSource;
import org.apache.seata.rm.datasource.SeataDataSourceProxy;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** Tells whether every connection of a data source passes through one of Seata's proxies. */
final class ProxiedDataSources {

    private ProxiedDataSources() {}

    static boolean isProxied(DataSource dataSource) {
        if (dataSource instanceof SeataDataSourceProxy) {
            return true;
        }
        if (dataSource instanceof DelegatingDataSource delegating) {
            DataSource target = delegating.getTargetDataSource();
            return target != null && isProxied(target);
        }
        if (dataSource instanceof AbstractRoutingDataSource routing) {
            Map<Object, DataSource> targets = routing.getResolvedDataSources();
            return !targets.isEmpty() && targets.values().stream().allMatch(ProxiedDataSources::isProxied);
        }
        return false;
    }
}
