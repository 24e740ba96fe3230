package com.changgou.seata.datasource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.seata.rm.datasource.ConnectionProxy;
import org.apache.seata.rm.datasource.SeataDataSourceProxy;
import org.apache.seata.spring.annotation.datasource.SeataProxy;

/** Tells whether every connection of a data source passes through one of Seata's proxies. */
final class ProxiedDataSources {

    private ProxiedDataSources() {}

    static boolean isProxied(DataSource dataSource) {
        Set<DataSource> targets = Targets.of(dataSource);
        return !targets.isEmpty() && targets.stream().allMatch(ProxiedDataSources::isSeatas);
    }

    /** {@link SeataProxy} marks what Seata's own auto proxy has made. */
    private static boolean isSeatas(DataSource dataSource) {
        return dataSource instanceof SeataDataSourceProxy
                || dataSource instanceof SeataProxy
                || handsOutSeatasConnections(dataSource);
    }

    /** Somebody else's router or wrapper around Seata's proxies shows it by its connections only. */
    private static boolean handsOutSeatasConnections(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return connection instanceof ConnectionProxy;
        } catch (SQLException unreachable) {
            return false;
        }
    }
}
