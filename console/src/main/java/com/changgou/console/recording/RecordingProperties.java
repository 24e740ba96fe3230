package com.changgou.console.recording;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How recordings are made and kept.
 *
 * @param directory where the last 200 are kept, a file each
 * @param longestHold how long a transaction waits for its next step before it goes on by itself; 15 min at most
 */
@ConfigurationProperties("changgou.console.recording")
record RecordingProperties(
        Path directory, @DefaultValue("10m") Duration longestHold) {}
