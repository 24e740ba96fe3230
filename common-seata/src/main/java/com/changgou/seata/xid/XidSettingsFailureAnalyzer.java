package com.changgou.seata.xid;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints a setting that cannot be as a description and an action instead of a stack trace. */
final class XidSettingsFailureAnalyzer extends AbstractFailureAnalyzer<XidSettingsException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, XidSettingsException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
