package com.changgou.seata.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import org.apache.seata.common.exception.ShouldNeverHappenException;
import org.apache.seata.tm.TransactionManagerHolder;
import org.apache.seata.tm.api.DefaultFailureHandlerImpl;
import org.apache.seata.tm.api.FailureHandler;
import org.apache.seata.tm.api.GlobalTransaction;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Invariant: a failed begin is unavailable, a failed commit is unknown, and neither looks like the other. */
class OutcomeAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(OutcomeAutoConfiguration.class));

    private final GlobalTransaction transaction = mock(GlobalTransaction.class);
    private final OutcomeFailureHandler handler = new OutcomeFailureHandler();
    private final Exception cause = new Exception("wire cut");

    @Test
    void failedBeginIsUnavailable() {
        assertThatThrownBy(() -> handler.onBeginFailure(transaction, cause))
                .isInstanceOf(CoordinatorUnavailableException.class)
                .hasCause(cause);
    }

    @Test
    void failedCommitIsUnknown() {
        given(transaction.getXid()).willReturn("127.0.0.2:8091:1");
        assertThatThrownBy(() -> handler.onCommitFailure(transaction, cause))
                .isInstanceOf(GlobalOutcomeUnknownException.class)
                .hasCause(cause)
                .extracting("xid")
                .isEqualTo("127.0.0.2:8091:1");
    }

    @Test
    void failedRollbackIsUnknown() {
        assertThatThrownBy(() -> handler.onRollbackFailure(transaction, cause))
                .isInstanceOf(GlobalOutcomeUnknownException.class);
    }

    @Test
    void commitThatIsAnsweredWithATimeoutIsUnknown() {
        assertThatThrownBy(() -> handler.onRollbacking(transaction, null))
                .isInstanceOf(GlobalOutcomeUnknownException.class);
    }

    @Test
    void onlyAnUnansweredCommitMayHaveHappened() {
        assertThat(GlobalOutcomes.isUnknown(new GlobalOutcomeUnknownException("xid", cause)))
                .isTrue();
        assertThat(GlobalOutcomes.isUnknown(new ShouldNeverHappenException("status")))
                .isTrue();
        assertThat(GlobalOutcomes.isUnknown(new CoordinatorUnavailableException(cause)))
                .isFalse();
        assertThat(GlobalOutcomes.isUnknown(new IllegalStateException("business")))
                .isFalse();
    }

    @Test
    void seataUsesTheManagerThatReportsAnUnreachableCoordinator() {
        assertThat(TransactionManagerHolder.get()).isInstanceOf(UnreachableIsBeginFailure.class);
    }

    @Test
    void suppliesTheHandlerUnderTheNameThatSeataDependsOn() {
        contextRunner.run(
                context -> assertThat(context).getBean("failureHandler").isInstanceOf(OutcomeFailureHandler.class));
    }

    @Test
    void backsOffOnACustomHandler() {
        contextRunner
                .withBean("mine", FailureHandler.class, DefaultFailureHandlerImpl::new)
                .run(context ->
                        assertThat(context).hasSingleBean(FailureHandler.class).hasBean("mine"));
    }
}
