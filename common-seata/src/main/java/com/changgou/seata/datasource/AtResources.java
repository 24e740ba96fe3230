package com.changgou.seata.datasource;

import java.sql.Connection;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.seata.rm.datasource.ConnectionProxy;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** The data sources under AT, and the names under which the TC knows their branches and global locks. */
public final class AtResources {

    private AtResources() {}

    /** One for each database behind a router; empty where the data source is not under AT. */
    static Set<String> idsOf(DataSource dataSource) {
        return Targets.of(dataSource).stream()
                .filter(DataSourceProxy.class::isInstance)
                .map(target -> ((DataSourceProxy) target).getResourceId())
                .collect(Collectors.toSet());
    }

    /** Of several the one that this thread's connection is of. Empty where it is not under AT, or cannot be told. */
    static Optional<String> idOf(DataSource dataSource) {
        Set<String> ids = idsOf(dataSource);
        return ids.size() > 1 ? idOfConnection(dataSource) : ids.stream().findFirst();
    }

    private static Optional<String> idOfConnection(DataSource dataSource) {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            return connection instanceof ConnectionProxy at
                    ? Optional.of(at.getDataSourceProxy().getResourceId())
                    : Optional.empty();
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /**
     * The databases behind Seata's proxies, also where delegating and routing data sources hide them.
     *
     * @param dataSources of an application
     * @return what each proxy wraps, by the name of its resource; each database once
     */
    public static Map<String, DataSource> targets(Collection<? extends DataSource> dataSources) {
        Map<String, DataSource> targets = new LinkedHashMap<>();
        dataSources.stream()
                .flatMap(dataSource -> Targets.of(dataSource).stream())
                .filter(DataSourceProxy.class::isInstance)
                .map(DataSourceProxy.class::cast)
                .forEach(proxy -> targets.putIfAbsent(proxy.getResourceId(), proxy.getTargetDataSource()));
        return targets;
    }
}
