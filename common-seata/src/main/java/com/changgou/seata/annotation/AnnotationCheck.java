package com.changgou.seata.annotation;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.seata.rm.tcc.api.LocalTCC;
import org.apache.seata.spring.annotation.AdapterSpringSeataInterceptor;
import org.apache.seata.spring.annotation.GlobalLock;
import org.apache.seata.spring.annotation.GlobalTransactional;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Fails the start of an application where a bean asks for Seata and Seata has not wrapped it: its methods would run with no global
 * transaction, each local transaction would be committed for good, and nobody would say so. Seata 2.5.0 looks at the class that a
 * bean's definition names, and that of a {@code @Bean} method names none (upstream #8049).
 */
final class AnnotationCheck implements SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beans;

    AnnotationCheck(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String name : beans.getBeanDefinitionNames()) {
            // Others are looked at by nobody: it would create them.
            if (beans.containsSingleton(name)) {
                Object bean = beans.getSingleton(name);
                if (bean != null && !isWrapped(bean)) {
                    Class<?> type = AopUtils.getTargetClass(bean);
                    annotation(type).ifPresent(annotation -> {
                        throw new UnheededAnnotationException(name, type, annotation);
                    });
                }
            }
        }
    }

    private static boolean isWrapped(Object bean) {
        return bean instanceof Advised proxy
                && Arrays.stream(proxy.getAdvisors())
                        .anyMatch(advisor -> advisor.getAdvice() instanceof AdapterSpringSeataInterceptor);
    }

    private static Optional<Class<? extends Annotation>> annotation(Class<?> type) {
        if (AnnotatedElementUtils.hasAnnotation(type, LocalTCC.class)) {
            return Optional.of(LocalTCC.class);
        }
        return Stream.of(GlobalTransactional.class, GlobalLock.class)
                .filter(annotation -> AnnotatedElementUtils.hasAnnotation(type, annotation)
                        || Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(type))
                                .anyMatch(method -> AnnotatedElementUtils.hasAnnotation(method, annotation)))
                .findFirst();
    }
}
