package com.changgou.recording;

import com.changgou.fault.Loopback;
import com.changgou.seata.xid.XidServletAutoConfiguration;
import feign.Capability;
import java.net.UnknownHostException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
    RequestRecorder requestRecorder() {
        return new RequestRecorder(Recorder.PROCESS);
    }

    /** Inside the filter that binds the XID, outside of the fault that loses an answer. */
    @Bean
    FilterRegistrationBean<RequestRecorder> recordedRequests(RequestRecorder requestRecorder) {
        FilterRegistrationBean<RequestRecorder> filter = new FilterRegistrationBean<>(requestRecorder);
        filter.setOrder(XidServletAutoConfiguration.FILTER_ORDER + 10);
        return filter;
    }

    @Bean
    FaultRecorder faultRecorder() {
        return new FaultRecorder(Recorder.PROCESS);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Capability.class)
    static class Calls {

        @Bean
        CallRecorder callRecorder() {
            return new CallRecorder(Recorder.PROCESS);
        }
    }

    @Bean
    static RecordedPools recordedPools() {
        Statement.warmUp();
        return new RecordedPools();
    }
}
