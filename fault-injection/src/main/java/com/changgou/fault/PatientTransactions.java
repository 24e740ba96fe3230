package com.changgou.fault;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.apache.seata.integration.tx.api.annotation.AspectTransactional;
import org.apache.seata.integration.tx.api.interceptor.handler.GlobalTransactionalInterceptorHandler;
import org.apache.seata.spring.annotation.AdapterInvocationWrapper;
import org.apache.seata.spring.annotation.GlobalTransactional;
import org.springframework.aop.framework.AbstractAdvisingBeanPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;

/**
 * Lets a global transaction that somebody means to hold last for an hour, at the TC and before Seata's own look at the clock, which
 * does not ask the TC. Seata's interceptor does it, a second time around the first, which then only takes part.
 */
final class PatientTransactions extends AbstractAdvisingBeanPostProcessor {

    private static final int PATIENCE_MILLIS = 3_600_000;

    PatientTransactions(Supplier<Faults> faults) {
        Supplier<PatientInterceptor> patient = SingletonSupplier.of(PatientInterceptor::new);
        MethodInterceptor interceptor = invocation -> faults.get().isToBeHeld(null)
                ? patient.get().invoke(new AdapterInvocationWrapper(invocation))
                : invocation.proceed();
        DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(
                AnnotationMatchingPointcut.forMethodAnnotation(GlobalTransactional.class), interceptor);
        advisor.setOrder(Ordered.HIGHEST_PRECEDENCE);
        this.advisor = advisor;
        setBeforeExistingAdvisors(true);
        setProxyTargetClass(true);
    }

    /** Made when it is first needed: Seata is configured by then. */
    private static final class PatientInterceptor extends GlobalTransactionalInterceptorHandler {

        PatientInterceptor() {
            super(null, Set.of());
        }

        @Override
        public AspectTransactional getAspectTransactional(Method method, Class<?> targetClass) {
            AspectTransactional transactional = super.getAspectTransactional(method, targetClass);
            transactional.setTimeoutMills(PATIENCE_MILLIS);
            return transactional;
        }
    }
}
