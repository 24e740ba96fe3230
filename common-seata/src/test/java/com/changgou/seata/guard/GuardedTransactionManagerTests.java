package com.changgou.seata.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.changgou.seata.SeataTestEnvironment;
import com.changgou.seata.branch.TestBranches;
import com.changgou.seata.global.GlobalAutoConfiguration;
import com.changgou.seata.global.GlobalListener;
import com.changgou.seata.outcome.GlobalOutcomeUnknownException;
import com.changgou.seata.outcome.GlobalOutcomes;
import com.changgou.seata.outcome.OutcomeAutoConfiguration;
import com.changgou.seata.outcome.UnexpectedGlobalRollbackException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.core.model.TransactionManager;
import org.apache.seata.tm.TransactionManagerHolder;
import org.apache.seata.tm.api.DefaultFailureHandlerImpl;
import org.apache.seata.tm.api.GlobalTransaction;
import org.apache.seata.tm.api.GlobalTransactionContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.transaction.UnexpectedRollbackException;

/** Invariant: what failed or is empty is rolled back once and never committed, by the annotation's way and by Seata's API. */
class GuardedTransactionManagerTests {

    private final TestCoordinator coordinator = new TestCoordinator();
    private final RuntimeException failure = new IllegalStateException("the shelf fell over");
    private TransactionManager before;

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(GuardAutoConfiguration.class, OutcomeAutoConfiguration.class));

    @BeforeEach
    void takeTheCoordinatorsPlace() {
        SeataTestEnvironment.give();
        before = TransactionManagerHolder.get();
        TransactionManagerHolder.set(coordinator);
    }

    @AfterEach
    void putBack() {
        TransactionManagerHolder.set(before);
        RootContext.unbind();
    }

    @Test
    void whatIsWellIsCommitted() {
        contextRunner.run(context -> {
            GlobalTransaction transaction = begun("place-order");
            TestBranches.register(BranchType.TCC, transaction.getXid());

            assertThat(open(context)).singleElement().satisfies(known -> {
                assertThat(known.name()).isEqualTo("place-order");
                assertThat(known.branches()).containsExactly(BranchType.TCC);
            });
            transaction.commit();

            assertThat(coordinator.asked).containsExactly("begin", "commit");
            assertThat(open(context)).isEmpty();
        });
    }

    /** Seata asks five times for a commit that throws: red when each is a rollback. */
    @Test
    void whatFailedIsRolledBackOnce() {
        contextRunner.run(context -> {
            GlobalTransaction transaction = begun("place-order");
            fail(context, transaction);

            Throwable refused = catchThrowable(transaction::commit);

            assertThat(coordinator.asked).containsExactly("begin", "rollback");
            assertThat(refused).isInstanceOf(TransactionException.class).hasRootCause(failure);
            assertThat(open(context)).isEmpty();
            assertThat(RootContext.getXID()).isNull();
        });
    }

    @Test
    void callerIsToldOfAnUnexpectedRollbackWithTheFirstFailure() {
        contextRunner.run(context -> {
            GlobalTransaction transaction = begun("place-order");
            fail(context, transaction);
            guard(context, transaction, new IllegalStateException("and then the second one"));

            Throwable told = told(context, transaction, catchThrowable(transaction::commit));

            assertThat(told)
                    .isInstanceOf(UnexpectedGlobalRollbackException.class)
                    .isInstanceOf(UnexpectedRollbackException.class)
                    .hasCause(failure)
                    .extracting("xid")
                    .isEqualTo(transaction.getXid());
            assertThat(GlobalOutcomes.isUnknown(told)).isFalse();
            assertThat(coordinator.asked).as("nothing is asked on top").containsExactly("begin", "rollback");
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = GlobalStatus.class,
            names = {"RollbackFailed", "TimeoutRollbackFailed", "RollbackRetryTimeout", "Committed"})
    void rollbackThatFailedIsUnknown(GlobalStatus end) {
        coordinator.rollbackEndsAs = end;
        contextRunner.run(context -> {
            GlobalTransaction transaction = begun("place-order");
            fail(context, transaction);

            Throwable told = told(context, transaction, catchThrowable(transaction::commit));

            assertThat(told).isInstanceOf(GlobalOutcomeUnknownException.class);
            assertThat(GlobalOutcomes.isUnknown(told)).isTrue();
            assertThat(coordinator.asked.subList(0, 2)).containsExactly("begin", "rollback");
            assertThat(coordinator.asked).doesNotContain("commit").containsOnlyOnce("rollback");
        });
    }

    /** As Seata itself asks again for a rollback that is not answered. */
    @Test
    void unansweredRollbackIsAskedForAgain() {
        coordinator.rollbacksUnanswered = 2;
        contextRunner.run(context -> {
            GlobalTransaction transaction = begun("place-order");
            fail(context, transaction);

            Throwable told = told(context, transaction, catchThrowable(transaction::commit));

            assertThat(told).isInstanceOf(UnexpectedGlobalRollbackException.class);
            assertThat(coordinator.asked).containsExactly("begin", "rollback", "rollback", "rollback");
        });
    }

    @Test
    void rollbackThatIsNeverAnsweredIsUnknown() {
        coordinator.rollbacksUnanswered = Integer.MAX_VALUE;
        contextRunner.run(context -> {
            GlobalTransaction transaction = begun("place-order");
            fail(context, transaction);

            Throwable told = told(context, transaction, catchThrowable(transaction::commit));

            assertThat(told).isInstanceOf(GlobalOutcomeUnknownException.class);
            assertThat(coordinator.asked).doesNotContain("commit");
        });
    }

    @Test
    void emptyCommitIsRefused() {
        contextRunner.run(context -> {
            GlobalTransaction transaction = begun("place-order");

            assertThatThrownBy(transaction::commit)
                    .rootCause()
                    .isInstanceOf(BranchNotEnlistedException.class)
                    .hasMessageContaining("place-order")
                    .hasMessageContaining("enlistment.may-be-empty");
            assertThat(coordinator.asked).containsExactly("begin", "rollback");
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = GuardMode.class,
            names = {"WARN", "OFF"})
    void emptyCommitIsSilentWithoutTheGuard(GuardMode mode) {
        contextRunner
                .withPropertyValues("changgou.seata.guard.enlistment.empty-commit=" + mode)
                .run(context -> {
                    begun("place-order").commit();
                    assertThat(coordinator.asked).containsExactly("begin", "commit");
                });
    }

    @Test
    void whatMayBeEmptyIsCommittedEmpty() {
        contextRunner
                .withPropertyValues("changgou.seata.guard.enlistment.may-be-empty=nightly-report")
                .run(context -> {
                    begun("nightly-report").commit();
                    assertThat(coordinator.asked).containsExactly("begin", "commit");
                });
    }

    /** Red when it is refused: with {@code client.tm.degradeCheck} Seata would think that the TC is gone. */
    @Test
    void seatasOwnLookForTheCoordinatorPasses() throws TransactionException {
        contextRunner.run(context -> {
            TransactionManager manager = TransactionManagerHolder.get();
            assertThatCode(() -> manager.commit(manager.begin(null, null, "degradeCheck", 60_000)))
                    .doesNotThrowAnyException();
        });
    }

    @Test
    void swallowedFailureIsSilentWithoutTheGuard() {
        contextRunner
                .withPropertyValues(
                        "changgou.seata.guard.swallow.mode=off", "changgou.seata.guard.enlistment.empty-commit=off")
                .run(context -> {
                    GlobalTransaction transaction = begun("place-order");
                    fail(context, transaction);
                    transaction.commit();
                    assertThat(coordinator.asked).containsExactly("begin", "commit");
                });
    }

    @Test
    void listenersHearOnceOfWhatIsRefusedAndOfWhatIsOnlyWarnedOf() {
        List<String> heard = new ArrayList<>();
        GuardListener listener = new GuardListener() {

            @Override
            public void failureSwallowed(String xid, String name, Throwable first) {
                heard.add(name + " swallowed " + first.getMessage());
            }

            @Override
            public void commitEmpty(String xid, String name) {
                heard.add(name + " empty");
            }
        };
        contextRunner.withBean(GuardListener.class, () -> listener).run(context -> {
            GlobalTransaction transaction = begun("place-order");
            fail(context, transaction);
            catchThrowable(transaction::commit);
            catchThrowable(begun("nothing")::commit);
        });
        contextRunner
                .withBean(GuardListener.class, () -> listener)
                .withPropertyValues(
                        "changgou.seata.guard.swallow.mode=warn", "changgou.seata.guard.enlistment.empty-commit=warn")
                .run(context -> {
                    GlobalTransaction transaction = begun("warned");
                    fail(context, transaction);
                    transaction.commit();
                });

        assertThat(heard)
                .containsExactly(
                        "place-order swallowed the shelf fell over",
                        "nothing empty",
                        "warned swallowed the shelf fell over",
                        "warned empty");
    }

    @Test
    void whatIsRolledBackIsForgotten() {
        contextRunner.run(context -> {
            begun("place-order").rollback();
            assertThat(open(context)).isEmpty();
            assertThat(coordinator.asked).containsExactly("begin", "rollback");
        });
    }

    /** Who begins and never ends is rolled back by the TC: it must not stay here for good. */
    @Test
    void whatIsNeverEndedIsForgottenAfterItsTimeout() {
        contextRunner.run(context -> {
            TransactionManager manager = TransactionManagerHolder.get();
            manager.begin(null, null, "abandoned", 0);
            await().untilAsserted(() -> {
                manager.begin(null, null, "next", 60_000);
                assertThat(open(context)).extracting(OpenTransaction::name).doesNotContain("abandoned");
            });
        });
    }

    @Test
    void leavesSeatasManagerBehind() {
        contextRunner.run(context ->
                assertThat(TransactionManagerHolder.get()).isSameAs(context.getBean(GuardedTransactionManager.class)));
        assertThat(TransactionManagerHolder.get()).isSameAs(coordinator);
    }

    /** Red when it stands below: a commit that is refused would be measured as one that failed, and listed as open for ever. */
    @Test
    void refusedCommitIsHeardOfAsTheRollbackThatItIs() {
        List<String> heard = new ArrayList<>();
        contextRunner
                .withConfiguration(AutoConfigurations.of(GlobalAutoConfiguration.class))
                .withBean(GlobalListener.class, () -> new GlobalListener() {

                    @Override
                    public void ended(String xid, End end, GlobalStatus status, Duration took) {
                        heard.add(end + " " + status);
                    }

                    @Override
                    public void notEnded(String xid, End end, Exception failure, Duration took) {
                        heard.add(end + " unanswered");
                    }
                })
                .run(context -> {
                    GlobalTransaction transaction = begun("place-order");
                    fail(context, transaction);

                    assertThatThrownBy(transaction::commit).isInstanceOf(TransactionException.class);
                });

        assertThat(heard).containsExactly("ROLLBACK Rollbacked");
        assertThat(TransactionManagerHolder.get()).isSameAs(coordinator);
    }

    /** Two contexts in one process, closed in the order in which they came. */
    @Test
    void contextThatIsGoneGuardsNothing() {
        AtomicReference<TransactionManager> gone = new AtomicReference<>();
        contextRunner.run(context -> {
            gone.set(TransactionManagerHolder.get());
            TransactionManagerHolder.set(coordinator);
        });

        TransactionManager manager = gone.get();
        assertThatCode(() -> manager.commit(manager.begin(null, null, "late", 60_000)))
                .doesNotThrowAnyException();
        assertThat(coordinator.asked).containsExactly("begin", "commit");
    }

    private static GlobalTransaction begun(String name) throws TransactionException {
        GlobalTransaction transaction = GlobalTransactionContext.createNew();
        transaction.begin(60_000, name);
        return transaction;
    }

    /** As an advice would hide it. */
    private void fail(AssertableApplicationContext context, GlobalTransaction transaction) {
        guard(context, transaction, failure);
    }

    private static void guard(AssertableApplicationContext context, GlobalTransaction transaction, Throwable failure) {
        context.getBean(OpenTransactions.class)
                .with(
                        transaction.getXid(),
                        open -> context.getBean(CallGuard.class).failedHere(open, failure));
    }

    /** What comes out of a method with {@code @GlobalTransactional}: Seata calls the handler with what the commit threw. */
    private static Throwable told(
            AssertableApplicationContext context, GlobalTransaction transaction, Throwable failure) {
        return catchThrowable(
                () -> context.getBean(DefaultFailureHandlerImpl.class).onCommitFailure(transaction, failure));
    }

    private static Collection<OpenTransaction> open(AssertableApplicationContext context) {
        return context.getBean(OpenTransactions.class).all().values();
    }
}
