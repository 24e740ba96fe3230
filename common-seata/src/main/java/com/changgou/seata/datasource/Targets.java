package com.changgou.seata.datasource;

import java.util.LinkedHashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** What a data source takes its connections from, behind Spring's routers and delegates: pools, or Seata's proxies of them. */
final class Targets {

    private Targets() {}

    /** Itself, where it neither routes nor delegates; empty for a router that has not been given any targets. */
    static Set<DataSource> of(DataSource dataSource) {
        Set<DataSource> targets = new LinkedHashSet<>();
        collect(dataSource, targets);
        return targets;
    }

    private static void collect(DataSource dataSource, Set<DataSource> targets) {
        if (dataSource instanceof BranchTypeDataSource both) {
            targets.add(both.at());
        } else if (dataSource instanceof AbstractRoutingDataSource router) {
            router.getResolvedDataSources().values().forEach(target -> collect(target, targets));
            if (router.getResolvedDefaultDataSource() != null) {
                collect(router.getResolvedDefaultDataSource(), targets);
            }
        } else if (dataSource instanceof DelegatingDataSource delegating && delegating.getTargetDataSource() != null) {
            collect(delegating.getTargetDataSource(), targets);
        } else {
            targets.add(dataSource);
        }
    }
}
