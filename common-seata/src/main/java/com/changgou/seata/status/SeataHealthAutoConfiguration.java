package com.changgou.seata.status;

import com.changgou.seata.probe.Probe;
import com.changgou.seata.undo.UndoAutoConfiguration;
import com.changgou.seata.undo.UndoBacklog;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.seata.core.model.TransactionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Auto-configuration for the health indicator {@code seata}: see {@link SeataHealthIndicator} for what it says and is not part of. */
@AutoConfiguration(after = UndoAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class, TransactionManager.class})
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SeataHealthProperties.class)
public final class SeataHealthAutoConfiguration {

    private static final Duration FRESH_FOR = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Its condition could not even be evaluated at the class, where there is no actuator. */
    @Bean
    @ConditionalOnEnabledHealthIndicator("seata")
    @ConditionalOnMissingBean(name = "seataHealthIndicator")
    HealthIndicator seataHealthIndicator(SeataHealthProperties properties, ObjectProvider<UndoBacklog> backlog) {
        TcQuestion question = new TcQuestion(
                () -> backlog.stream().findFirst().map(UndoBacklog::resources).orElse(Set.of()));
        return new SeataHealthIndicator(
                new Probe<>("seata-tc", question, FRESH_FOR, PATIENCE),
                () -> backlog.stream().findFirst().map(UndoBacklog::pending).orElse(Map.of()),
                properties.oldestUndo());
    }
}
