package com.changgou.seata.datasource;

import java.util.Optional;
import javax.sql.DataSource;
import org.apache.seata.rm.datasource.DataSourceProxy;

/** The name under which the TC knows a data source's AT branches and global locks. */
final class AtResources {

    private AtResources() {}

    /** Empty where the data source is not under AT. */
    static Optional<String> idOf(DataSource dataSource) {
        if (dataSource instanceof BranchTypeDataSource both) {
            return Optional.of(both.at().getResourceId());
        }
        return dataSource instanceof DataSourceProxy at ? Optional.of(at.getResourceId()) : Optional.empty();
    }
}
