package com.changgou.seata.annotation;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints the bean and what to do in place of a stack trace. */
final class UnheededAnnotationFailureAnalyzer extends AbstractFailureAnalyzer<UnheededAnnotationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnheededAnnotationException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
