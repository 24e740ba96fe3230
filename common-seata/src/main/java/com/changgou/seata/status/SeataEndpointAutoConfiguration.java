package com.changgou.seata.status;

import com.changgou.seata.branch.BranchListeners;
import com.changgou.seata.undo.UndoAutoConfiguration;
import com.changgou.seata.undo.UndoBacklog;
import java.util.Map;
import org.apache.seata.rm.DefaultResourceManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the actuator endpoint {@code seata}. Where nobody exposes it nothing is collected for it. The actuator's own
 * conditions stand at the methods: without an actuator, at the class, they could not even be evaluated.
 */
@AutoConfiguration(after = UndoAutoConfiguration.class)
@ConditionalOnClass({ConditionalOnAvailableEndpoint.class, DefaultResourceManager.class})
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
public final class SeataEndpointAutoConfiguration {

    @Bean
    @ConditionalOnAvailableEndpoint(SeataEndpoint.class)
    @ConditionalOnMissingBean
    OpenBranches openBranches() {
        return new OpenBranches();
    }

    @Bean
    @ConditionalOnAvailableEndpoint(SeataEndpoint.class)
    BranchListeners.Registration openBranchesRegistration(OpenBranches openBranches) {
        return BranchListeners.add(openBranches);
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnMissingBean
    SeataEndpoint seataEndpoint(OpenBranches openBranches, ObjectProvider<UndoBacklog> backlog) {
        return new SeataEndpoint(
                () -> DefaultResourceManager.get().getManagedResources().values(),
                openBranches,
                xid -> backlog.stream()
                        .findFirst()
                        .map(tables -> tables.of(xid))
                        .orElse(Map.of()));
    }
}
