package com.changgou.seata.guard;

import java.util.function.Function;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cloud.client.circuitbreaker.CircuitBreaker;
import org.springframework.cloud.client.circuitbreaker.CircuitBreakerFactory;

/**
 * Guards what circuit breakers protect: their fallback answers, and the failure still decides. Whether the supplier threw, took too long, or
 * was not called at all because the circuit is open. The factories stay what they are, for they are injected by their own types.
 */
final class CircuitBreakerGuard implements BeanPostProcessor {

    private final ObjectProvider<CallGuard> guard;

    CircuitBreakerGuard(ObjectProvider<CallGuard> guard) {
        this.guard = guard;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (!(bean instanceof CircuitBreakerFactory<?, ?>)) {
            return bean;
        }
        ProxyFactory proxy = new ProxyFactory(bean);
        proxy.setProxyTargetClass(true);
        proxy.addAdvice((MethodInterceptor) this::guarded);
        return proxy.getProxy(bean.getClass().getClassLoader());
    }

    private @Nullable Object guarded(MethodInvocation creation) throws Throwable {
        Object created = creation.proceed();
        return created instanceof CircuitBreaker breaker
                ? new Guarded(breaker, Call.breaker(String.valueOf(creation.getArguments()[0])), guard.getObject())
                : created;
    }

    private record Guarded(CircuitBreaker delegate, Call call, CallGuard guard) implements CircuitBreaker {

        @Override
        public <T> T run(Supplier<T> protectedCall) {
            CallGuard.Guarded guarded = guard.guard(call);
            if (guarded == null) {
                return delegate.run(protectedCall);
            }
            try {
                return delegate.run(CallersTransaction.in(protectedCall));
            } catch (RuntimeException failure) {
                guarded.failed(failure);
                throw failure;
            }
        }

        @Override
        public <T> T run(Supplier<T> protectedCall, Function<Throwable, T> fallback) {
            CallGuard.Guarded guarded = guard.guard(call);
            if (guarded == null) {
                return delegate.run(protectedCall, fallback);
            }
            return delegate.run(CallersTransaction.in(protectedCall), failure -> {
                guarded.failed(failure);
                return fallback.apply(failure);
            });
        }
    }
}
