package com.changgou.seata.xid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.context.ContextRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Invariant: a global transaction stays on its thread; where a service asks for it, the XID goes along with its branch
 * type, and is off the other thread when the work there is done.
 */
@Timeout(60)
class XidThreadsTests {

    private static final String XID = "127.0.0.2:8091:1";
    private static final Seen NOTHING = new Seen(null, null, null);
    private static final Seen IN_AT = new Seen(XID, BranchType.AT, XID);
    private static final Seen IN_XA = new Seen(XID, BranchType.XA, XID);

    private final ApplicationContextRunner idle = new ApplicationContextRunner()
            // One thread: the second task finds what the first one has left.
            .withPropertyValues("spring.task.execution.pool.core-size=1")
            .withConfiguration(
                    AutoConfigurations.of(TaskExecutionAutoConfiguration.class, XidThreadsAutoConfiguration.class));

    private final ApplicationContextRunner byDefault = idle.withUserConfiguration(Work.class);

    private final ApplicationContextRunner propagating =
            byDefault.withPropertyValues("changgou.seata.xid.propagate-to-threads=true");

    @AfterEach
    void nothingIsLeft() {
        RootContext.unbind();
        RootContext.unbindBranchType();
        Hooks.disableAutomaticContextPropagation();
        assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
                .as("what a service that has ended leaves in the process")
                .noneMatch(XidThreadLocalAccessor.class::isInstance);
    }

    @Test
    void xidStaysOnItsThreadByDefault() {
        byDefault
                .withBean(ContextPropagatingTaskDecorator.class)
                .run(context -> assertCarries(context, NOTHING, NOTHING));
    }

    /** The symptom: what an @Async method writes is not rolled back. */
    @Test
    void xidIsNotLostByAsyncWhereItIsAskedFor() {
        propagating.run(context -> assertCarries(context, IN_AT, IN_XA));
    }

    @Test
    void decoratorOfTheServiceIsEnough() {
        propagating.withBean("own", ContextPropagatingTaskDecorator.class).run(context -> {
            assertThat(context).hasSingleBean(ContextPropagatingTaskDecorator.class);
            assertCarries(context, IN_AT, IN_XA);
        });
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void xidStaysOnItsThreadByDefaultAlsoBeforeVirtualThreads() {
        byDefault
                .withPropertyValues("spring.threads.virtual.enabled=true")
                .withBean(ContextPropagatingTaskDecorator.class)
                .run(context -> {
                    assertExecutorHasVirtualThreads(context);
                    assertCarries(context, NOTHING, NOTHING);
                });
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void xidIsNotLostOnAVirtualThreadWhereItIsAskedFor() {
        propagating.withPropertyValues("spring.threads.virtual.enabled=true").run(context -> {
            assertExecutorHasVirtualThreads(context);
            assertCarries(context, IN_AT, IN_XA);
        });
    }

    /** The symptom: the next task of the pool writes into a global transaction that is none of its own. */
    @Test
    void xidIsNotLeftOnAThreadAlsoWhenTheWorkFails() {
        propagating.run(context -> {
            Executor executor = executor(context);
            RootContext.bind(XID);
            CompletableFuture<Void> failing = CompletableFuture.runAsync(
                    () -> {
                        assertThat(RootContext.getXID()).isEqualTo(XID);
                        throw new IllegalStateException("business");
                    },
                    executor);
            assertThatThrownBy(failing::join)
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage("business");
            RootContext.unbind();
            assertThat(CompletableFuture.supplyAsync(Seen::here, executor).join())
                    .isEqualTo(NOTHING);
        });
    }

    /** A queue that is full gives the task back to its caller, who goes on in his global transaction afterwards. */
    @Test
    void taskThatRunsOnItsCallersThreadLeavesHimInHisTransaction() {
        propagating.withBean(CallerRuns.class).run(context -> {
            RootContext.bind(XID);
            BranchTypes.withXa(() -> {
                Thread caller = Thread.currentThread();
                CompletableFuture.runAsync(
                                () -> {
                                    assertThat(Thread.currentThread()).isSameAs(caller);
                                    assertThat(Seen.here()).isEqualTo(IN_XA);
                                },
                                context.getBean(CallerRuns.class).executor())
                        .join();
                assertThat(Seen.here()).isEqualTo(IN_XA);
                return null;
            });
            assertThat(Seen.here()).isEqualTo(IN_AT);
        });
    }

    @Test
    void reactorCarriesTheXidWhereItIsAskedForOnly() {
        Hooks.enableAutomaticContextPropagation();
        Scheduler elsewhere = Schedulers.newSingle("elsewhere");
        Mono<Seen> look = Mono.fromSupplier(Seen::here).subscribeOn(elsewhere);
        Mono<Seen> failing = look.map(seen -> {
            throw new IllegalStateException(Seen.here().toString());
        });
        try {
            byDefault.run(context -> assertThat(inTransaction(look::block)).isEqualTo(NOTHING));
            propagating.run(context -> {
                assertThat(inTransaction(look::block)).isEqualTo(IN_AT);
                assertThat(inTransaction(() -> BranchTypes.withXa(look::block))).isEqualTo(IN_XA);
                assertThat(look.block()).isEqualTo(NOTHING);
                assertThatThrownBy(() -> inTransaction(failing::block)).hasMessage(IN_AT.toString());
                assertThat(look.block()).isEqualTo(NOTHING);
            });
        } finally {
            elsewhere.dispose();
        }
    }

    /** Reactor takes what a context does not have off the thread while its operators run there. */
    @Test
    void branchTypeThatIsPickedForATransactionYetToBeginStays() {
        Hooks.enableAutomaticContextPropagation();
        propagating.run(context -> BranchTypes.withXa(() -> {
            Mono.just(1)
                    .map(one -> one + 1)
                    .contextWrite(more -> more.put("some", "thing"))
                    .block();
            RootContext.bind(XID);
            assertThat(Seen.here()).isEqualTo(IN_XA);
            return null;
        }));
    }

    @Test
    void serviceWithoutMicrometerStartsByDefault() {
        idle.withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void askingForItWithoutMicrometerIsAnErrorAtTheStart() {
        idle.withPropertyValues("changgou.seata.xid.propagate-to-threads=true")
                .withClassLoader(new FilteredClassLoader("io.micrometer.context"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(XidSettingsException.class)
                        .hasMessageContaining("propagate-to-threads"));
    }

    @Test
    void nothingIsCarriedWhereSeataIsOff() {
        propagating
                .withPropertyValues("seata.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(XidThreadPropagation.class));
    }

    private static void assertCarries(ApplicationContext context, Seen at, Seen xa) {
        Work work = context.getBean(Work.class);
        Executor executor = executor(context);
        assertThat(inTransaction(() -> work.look().join())).isEqualTo(at);
        assertThat(work.look().join()).as("@Async, afterwards").isEqualTo(NOTHING);
        assertThat(inTransaction(() -> BranchTypes.withXa(() -> work.look().join())))
                .isEqualTo(xa);
        assertThat(inTransaction(() ->
                        CompletableFuture.supplyAsync(Seen::here, executor).join()))
                .isEqualTo(at);
        assertThat(CompletableFuture.supplyAsync(Seen::here, executor).join())
                .as("CompletableFuture, afterwards")
                .isEqualTo(NOTHING);
        assertThat(inTransaction(() -> CompletableFuture.supplyAsync(Seen::here).join()))
                .as("the common pool, which nobody decorates")
                .isEqualTo(NOTHING);
    }

    private static Executor executor(ApplicationContext context) {
        return context.getBean("applicationTaskExecutor", Executor.class);
    }

    /** Thread.isVirtual() is not there at the level that this is compiled for. */
    private static void assertExecutorHasVirtualThreads(ApplicationContext context) {
        assertThat(CompletableFuture.supplyAsync(Thread::currentThread, executor(context))
                        .join()
                        .getClass()
                        .getName())
                .isEqualTo("java.lang.VirtualThread");
    }

    private static Seen inTransaction(Supplier<Seen> work) {
        RootContext.bind(XID);
        try {
            return work.get();
        } finally {
            RootContext.unbind();
        }
    }

    /** What this thread takes part in, and what its log lines say. */
    private record Seen(
            @Nullable String xid,
            @Nullable BranchType branchType,
            @Nullable String logged) {

        private static Seen here() {
            return new Seen(RootContext.getXID(), RootContext.getBranchType(), MDC.get(RootContext.MDC_KEY_XID));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    static class Work {

        @Async
        CompletableFuture<Seen> look() {
            return CompletableFuture.completedFuture(Seen.here());
        }
    }

    /** Has no thread to spare for what it is given: its only one is busy until the end. */
    static final class CallerRuns implements AutoCloseable {

        private final ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        private final CountDownLatch end = new CountDownLatch(1);

        CallerRuns(ContextPropagatingTaskDecorator decorator) {
            executor.setTaskDecorator(decorator);
            executor.setMaxPoolSize(1);
            executor.setQueueCapacity(0);
            executor.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
            executor.initialize();
            executor.submit(() -> {
                end.await();
                return null;
            });
        }

        Executor executor() {
            return executor;
        }

        @Override
        public void close() {
            end.countDown();
            executor.shutdown();
        }
    }
}
