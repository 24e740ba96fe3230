package com.changgou.seata.datasource;

import java.util.Map;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.apache.seata.rm.datasource.xa.DataSourceProxyXA;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** One data source with both of Seata's proxies side by side: the branch type of the thread's global transaction picks. */
final class BranchTypeDataSource extends AbstractRoutingDataSource {

    private final DataSourceProxy at;

    BranchTypeDataSource(DataSourceProxy at, DataSourceProxyXA xa) {
        this.at = at;
        setTargetDataSources(Map.<Object, Object>of(BranchType.AT, at, BranchType.XA, xa));
        afterPropertiesSet();
    }

    DataSourceProxy at() {
        return at;
    }

    /**
     * Everything but XA takes the AT proxy, which does nothing outside an AT branch. So does {@code @GlobalLock}, even within a global
     * transaction of XA branches: the XA proxy asks for no global lock, and would let pass what the annotation is to stop.
     */
    @Override
    protected BranchType determineCurrentLookupKey() {
        boolean xa = RootContext.getBranchType() == BranchType.XA && !RootContext.requireGlobalLock();
        return xa ? BranchType.XA : BranchType.AT;
    }
}
