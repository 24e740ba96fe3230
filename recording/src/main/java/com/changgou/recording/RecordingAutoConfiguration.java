package com.changgou.recording;

import com.changgou.fault.Loopback;
import java.net.UnknownHostException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Switches the recorder on in the service whose class path the jar was added to. Loopback only, unless
 * {@code changgou.recording.any-address} says that whoever reaches the service is trusted, as in a test's container.
 */
@AutoConfiguration
public final class RecordingAutoConfiguration {

    @Bean
    RecordedController recordedController(
            @Value("${spring.application.name}") String service,
            @Value("${server.address:0.0.0.0}") String address,
            @Value("${changgou.recording.any-address:false}") boolean anyAddress)
            throws UnknownHostException {
        Loopback.require("recording shows any caller what the service says to its database", address, anyAddress);
        return new RecordedController(Recorder.PROCESS, service);
    }

    @Bean
    static RecordedPools recordedPools() {
        return new RecordedPools();
    }
}
