package com.changgou.seata.connection;

import java.util.List;
import org.apache.seata.core.rpc.netty.RmNettyRemotingClient;
import org.apache.seata.core.rpc.netty.TmNettyRemotingClient;
import org.apache.seata.spring.annotation.GlobalTransactionScanner;
import org.apache.seata.spring.boot.autoconfigure.SeataAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the connections of this process' TM and RM to the TC, where Seata makes them. */
@AutoConfiguration(after = SeataAutoConfiguration.class)
@ConditionalOnBean(GlobalTransactionScanner.class)
@ConditionalOnBooleanProperty(name = "seata.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ConnectionProperties.class)
public final class ConnectionAutoConfiguration {

    /** The RM first: nobody but the TC notices that it is not connected. */
    @Bean
    @ConditionalOnMissingBean
    SeataClients seataClients(GlobalTransactionScanner seata) {
        return new SeataClients(
                seata.getTxServiceGroup(),
                List.of(RmNettyRemotingClient.getInstance(), TmNettyRemotingClient.getInstance()));
    }

    @Bean
    @ConditionalOnMissingBean(name = "seataReconnection")
    Reconnection seataReconnection(SeataClients clients, ConnectionProperties properties) {
        return new Reconnection(clients, properties.reconnectInterval());
    }

    @Bean
    @ConditionalOnMissingBean(name = "seataHeartbeatListener")
    @ConditionalOnBooleanProperty(name = "changgou.seata.connection.timely-heartbeat", matchIfMissing = true)
    HeartbeatListener seataHeartbeatListener(SeataClients clients) {
        return new HeartbeatListener(clients);
    }
}
