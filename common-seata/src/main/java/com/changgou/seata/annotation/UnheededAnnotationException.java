package com.changgou.seata.annotation;

import java.lang.annotation.Annotation;

/** A bean asks for Seata, and Seata has not wrapped it. */
final class UnheededAnnotationException extends RuntimeException {

    private final Class<?> type;

    UnheededAnnotationException(String beanName, Class<?> type, Class<? extends Annotation> annotation) {
        super("Bean '" + beanName + "' (" + type.getName() + ") has @" + annotation.getSimpleName()
                + ", and Seata has not wrapped it. Its methods would run with no global transaction: what they change would be"
                + " committed for good, and nobody would say so.");
        this.type = type;
    }

    String action() {
        return "Seata wraps a bean whose definition names its class. Make " + type.getSimpleName()
                + " a @Component that is scanned, or @Import it, in place of a @Bean method; or set"
                + " changgou.seata.startup-check.enabled=false.";
    }
}
