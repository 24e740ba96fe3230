package com.changgou.seata;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of common-seata. Seata's own stay under {@code seata}.
 *
 * @param dataSourceProxy how data sources take part in global transactions
 * @param fence how Seata's fence for TCC branches works
 * @param startupCheck what is checked before the service takes its first request
 */
@ConfigurationProperties("changgou.seata")
public record CommonSeataProperties(
        @DefaultValue DataSourceProxySettings dataSourceProxy,
        @DefaultValue FenceSettings fence,
        @DefaultValue StartupCheck startupCheck) {

    /**
     * How data sources take part in global transactions.
     *
     * @param enabled whether every data source is wrapped in Seata's DataSourceProxy
     * @param xa whether an XA proxy stands beside it, for global transactions that ask for XA branches; wants Druid's pool
     * @param excluded names of data source beans that no global transaction writes to: they are neither wrapped nor checked
     */
    public record DataSourceProxySettings(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("false") boolean xa,
            @DefaultValue Set<String> excluded) {}

    /**
     * How Seata's fence for TCC branches works.
     *
     * @param readCommitted whether its local transactions, and try, confirm and cancel in them, are at READ COMMITTED, where it
     *     does not deadlock
     */
    public record FenceSettings(@DefaultValue("true") boolean readCommitted) {}

    /**
     * What is checked before the service takes its first request.
     *
     * @param enabled whether start-up fails when a global transaction could not be rolled back
     * @param tcTimeout how long to wait for the TC before start-up fails
     * @param unmanagedTables tables that no global transaction writes, so that they need no primary key
     */
    public record StartupCheck(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("30s") Duration tcTimeout,
            @DefaultValue Set<String> unmanagedTables) {}
}
