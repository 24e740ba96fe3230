package com.changgou.seata.branch;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is said of a branch whose rollback has failed for good.
 *
 * @param enabled whether it is logged as an error, in one line that names the branch and what to read
 * @param runbook where it is written how to repair it: ends that line
 */
@ConfigurationProperties("changgou.seata.rollback-alarm")
record RollbackAlarmProperties(
        @DefaultValue("true") boolean enabled,

        @DefaultValue("\"When a rollback fails\" in docs/deployment.md")
        String runbook) {}
