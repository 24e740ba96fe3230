package com.changgou.fault;

import com.changgou.fault.FaultyCommits.Points;
import feign.Capability;
import java.net.UnknownHostException;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Switches fault injection on in the service whose class path the jar was added to. Loopback only, unless
 * {@code changgou.fault-injection.any-address} says that whoever reaches the service is trusted, as in a test's container.
 */
@AutoConfiguration
public final class FaultInjectionAutoConfiguration {

    @Bean
    Faults faults(
            @Value("${spring.application.name}") String service,
            @Value("${server.address:0.0.0.0}") String address,
            @Value("${changgou.fault-injection.any-address:false}") boolean anyAddress,
            ObjectProvider<FaultListener> listeners)
            throws UnknownHostException {
        Loopback.require("fault-injection lets any caller halt the process", address, anyAddress);
        List<FaultPoint> points = FaultPoint.of(service);
        if (points.isEmpty()) {
            throw new IllegalStateException("fault-injection knows no fault point of service " + service);
        }
        return new Faults(points, listeners.orderedStream().toList());
    }

    @Bean
    FaultController faultController(Faults faults) {
        return new FaultController(faults);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Capability.class)
    @ConditionalOnProperty(name = "spring.application.name", havingValue = "order-service")
    static class OrderService {

        @Bean
        FaultyFeignCalls faultyFeignCalls(Faults faults) {
            return new FaultyFeignCalls(faults);
        }

        @Bean
        FaultyCommits faultyCommits(Faults faults) {
            return new FaultyCommits(
                    faults,
                    FaultPoint.ORDER_BEFORE_BEGIN,
                    new Points(FaultPoint.ORDER_BEFORE_COMMIT, FaultPoint.ORDER_AFTER_INSERT),
                    new Points(FaultPoint.ORDER_BEFORE_PHASE_TWO_COMMIT, FaultPoint.ORDER_PHASE_TWO_REPLY_LOST));
        }

        @Bean
        FaultyBranches faultyBranches(Faults faults) {
            return new FaultyBranches(faults, FaultPoint.ORDER_BRANCH_REGISTERED, FaultPoint.ORDER_BEFORE_PHASE_TWO);
        }

        @Bean
        FaultyDecisions faultyDecisions(Faults faults) {
            return new FaultyDecisions(faults);
        }

        /** It is made before any other bean, so it asks late. */
        @Bean
        static PatientTransactions patientTransactions(ObjectProvider<Faults> faults) {
            return new PatientTransactions(faults::getObject);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "spring.application.name", havingValue = "goods-service")
    static class GoodsService {

        @Bean
        FaultyCommits faultyCommits(Faults faults) {
            return new FaultyCommits(
                    faults,
                    FaultPoint.GOODS_BEFORE_BEGIN,
                    new Points(FaultPoint.GOODS_BEFORE_COMMIT, FaultPoint.GOODS_AFTER_COMMIT),
                    new Points(FaultPoint.GOODS_BEFORE_PHASE_TWO_COMMIT, FaultPoint.GOODS_PHASE_TWO_REPLY_LOST));
        }

        @Bean
        FaultyBranches faultyBranches(Faults faults) {
            return new FaultyBranches(faults, FaultPoint.GOODS_BRANCH_REGISTERED, FaultPoint.GOODS_BEFORE_PHASE_TWO);
        }

        /** Inside the filter that binds the XID, outside everything else. */
        @Bean
        FilterRegistrationBean<ReplyLossFilter> replyLossFilter(Faults faults) {
            FilterRegistrationBean<ReplyLossFilter> filter = new FilterRegistrationBean<>(new ReplyLossFilter(faults));
            filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
            return filter;
        }
    }
}
