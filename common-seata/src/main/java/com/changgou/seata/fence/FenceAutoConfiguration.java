package com.changgou.seata.fence;

import javax.sql.DataSource;
import org.apache.seata.common.Constants;
import org.apache.seata.common.holder.ObjectHolder;
import org.apache.seata.rm.fence.SpringFenceConfig;
import org.apache.seata.rm.fence.SpringFenceHandler;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Auto-configuration of Seata's fence for TCC. Upstream's own names the classes of Boot 3 that it wants to come after, and so comes at
 * any time on Boot 4: before there is a data source it does nothing, and every fenced try fails.
 */
@AutoConfiguration(after = DataSourceTransactionManagerAutoConfiguration.class)
@ConditionalOnClass({SpringFenceConfig.class, TransactionTemplate.class})
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnMissingBean(SpringFenceConfig.class)
public final class FenceAutoConfiguration {

    /** Seata looks for it in its own holder, and without it never deletes old rows of the fence. */
    @Bean
    @ConfigurationProperties("seata.tcc.fence")
    @ConditionalOnSingleCandidate(PlatformTransactionManager.class)
    SpringFenceConfig springFenceConfig(DataSource dataSource, PlatformTransactionManager transactionManager) {
        SpringFenceConfig fence = new SpringFenceConfig(dataSource, transactionManager);
        ObjectHolder.INSTANCE.setObject(Constants.BEAN_NAME_SPRING_FENCE_CONFIG, fence);
        return fence;
    }

    /**
     * Runs try, confirm and cancel at READ COMMITTED, where an action does not ask for an isolation of its own. At REPEATABLE READ a
     * cancel that finds no row in the fence locks the gap, two of them lock the same one, and neither can insert (upstream #6383).
     */
    @Bean
    @ConditionalOnSingleCandidate(PlatformTransactionManager.class)
    @ConditionalOnBooleanProperty(name = "changgou.seata.fence.read-committed", matchIfMissing = true)
    SmartInitializingSingleton fenceAtReadCommitted(PlatformTransactionManager transactionManager) {
        return () -> {
            TransactionTemplate transaction = new TransactionTemplate(transactionManager);
            transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
            SpringFenceHandler.setTransactionTemplate(transaction);
        };
    }
}
