package com.changgou.seata.undo;

import com.changgou.seata.datasource.AtResources;
import com.changgou.seata.datasource.SeataDataSourceProxyAutoConfiguration;
import javax.sql.DataSource;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** Auto-configuration for reading the undo logs of every data source under AT. */
@AutoConfiguration(after = SeataDataSourceProxyAutoConfiguration.class)
@ConditionalOnClass({DataSourceProxy.class, JdbcTemplate.class})
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
public final class UndoAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    UndoBacklog undoBacklog(ListableBeanFactory beans) {
        return new UndoBacklog(
                () -> AtResources.targets(beans.getBeansOfType(DataSource.class).values()));
    }
}
