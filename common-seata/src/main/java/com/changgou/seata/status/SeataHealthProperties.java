package com.changgou.seata.status;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The health indicator {@code seata}. Boot's own {@code management.health.seata.enabled} switches it off.
 *
 * @param oldestUndo how old a row of undo_log may be whose phase two has not come; with an older one the service is down
 */
@ConfigurationProperties("changgou.seata.health")
record SeataHealthProperties(@DefaultValue("5m") Duration oldestUndo) {}
