package com.changgou.seata.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import javax.sql.DataSource;
import org.apache.seata.common.Constants;
import org.apache.seata.common.holder.ObjectHolder;
import org.apache.seata.rm.fence.SpringFenceConfig;
import org.apache.seata.rm.fence.SpringFenceHandler;
import org.apache.seata.spring.boot.autoconfigure.SeataSpringFenceAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Invariant: where there is a database there is a fence, one, and its transactions are at READ COMMITTED unless somebody says otherwise. */
class FenceAutoConfigurationTests {

    private final ApplicationContextRunner noDatabase = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ConfigurationPropertiesAutoConfiguration.class,
                    FenceAutoConfiguration.class,
                    SeataSpringFenceAutoConfiguration.class));

    private final ApplicationContextRunner database = noDatabase
            .withBean(DataSource.class, () -> mock(DataSource.class))
            .withBean(PlatformTransactionManager.class, () -> mock(PlatformTransactionManager.class));

    @AfterEach
    void forget() {
        SpringFenceHandler.setTransactionTemplate(null);
    }

    @Test
    void isThereOnceAndReadCommitted() {
        database.run(context -> {
            assertThat(context).hasSingleBean(SpringFenceConfig.class);
            assertThat(ObjectHolder.INSTANCE.getObject(Constants.BEAN_NAME_SPRING_FENCE_CONFIG))
                    .as("where Seata looks for it, or old rows are never deleted")
                    .isSameAs(context.getBean(SpringFenceConfig.class));
            assertThat(isolation()).isEqualTo(TransactionDefinition.ISOLATION_READ_COMMITTED);
        });
    }

    @Test
    void isolationCanBeLeftToTheDatabase() {
        database.withPropertyValues("changgou.seata.fence.read-committed=false")
                .run(context -> assertThat(isolation()).isEqualTo(TransactionDefinition.ISOLATION_DEFAULT));
    }

    @Test
    void settingsAreSeatas() {
        database.withPropertyValues("seata.tcc.fence.log-table-name=my_fence")
                .run(context -> assertThat(context.getBean(SpringFenceConfig.class))
                        .hasFieldOrPropertyWithValue("logTableName", "my_fence"));
    }

    @Test
    void backsOffFromAFenceOfTheService() {
        database.withBean(
                        "own",
                        SpringFenceConfig.class,
                        () -> new SpringFenceConfig(mock(DataSource.class), mock(PlatformTransactionManager.class)))
                .run(context -> {
                    assertThat(context).hasSingleBean(SpringFenceConfig.class).hasBean("own");
                    assertThat(isolation()).isEqualTo(TransactionDefinition.ISOLATION_DEFAULT);
                });
    }

    @Test
    void isNotThereWithoutADatabase() {
        noDatabase.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SpringFenceConfig.class));
    }

    private static int isolation() {
        return ((TransactionTemplate) ReflectionTestUtils.getField(SpringFenceHandler.class, "transactionTemplate"))
                .getIsolationLevel();
    }
}
