package com.changgou.seata.global;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.core.model.TransactionManager;
import org.apache.seata.tm.TransactionManagerHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Invariant: listeners hear of every question and its answer while the application runs, and nothing of it stays afterwards. */
class GlobalAutoConfigurationTests {

    private final FakeTransactionManager tc = new FakeTransactionManager();
    private final List<String> heard = new ArrayList<>();
    private final TransactionManager original = TransactionManagerHolder.get();

    private final ApplicationContextRunner silent =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(GlobalAutoConfiguration.class));
    private final ApplicationContextRunner listening = silent.withBean(Recorder.class, () -> new Recorder(heard));

    @BeforeEach
    void connect() {
        TransactionManagerHolder.set(tc);
    }

    @AfterEach
    void restore() {
        TransactionManagerHolder.set(original);
    }

    @Test
    void answersAreHeardOfAndPass() {
        listening.run(context -> {
            TransactionManager manager = TransactionManagerHolder.get();

            assertThat(manager.begin(null, null, "order", 1000)).isEqualTo("127.0.0.2:8091:1");
            assertThat(manager.commit("127.0.0.2:8091:1")).isEqualTo(GlobalStatus.Committed);
            assertThat(manager.rollback("127.0.0.2:8091:1")).isEqualTo(GlobalStatus.Rollbacked);
            assertThat(manager.getStatus("127.0.0.2:8091:1")).isEqualTo(GlobalStatus.Finished);
            assertThat(manager.globalReport("127.0.0.2:8091:1", GlobalStatus.Committing))
                    .isEqualTo(GlobalStatus.Committing);

            assertThat(heard)
                    .containsExactly(
                            "begun 127.0.0.2:8091:1 order",
                            "COMMIT Committed 127.0.0.2:8091:1",
                            "ROLLBACK Rollbacked 127.0.0.2:8091:1");
        });
    }

    @Test
    void failuresAreHeardOfAndPass() {
        tc.failure = new TransactionException("nobody there");
        listening.run(context -> {
            TransactionManager manager = TransactionManagerHolder.get();

            assertThatThrownBy(() -> manager.begin(null, null, "order", 1000)).isSameAs(tc.failure);
            assertThatThrownBy(() -> manager.commit("x")).isSameAs(tc.failure);
            assertThatThrownBy(() -> manager.rollback("x")).isSameAs(tc.failure);

            assertThat(heard).containsExactly("not begun order", "COMMIT unanswered x", "ROLLBACK unanswered x");
        });
    }

    @Test
    void managerIsPutBackWhenTheContextCloses() {
        listening.run(context -> assertThat(TransactionManagerHolder.get()).isNotSameAs(tc));

        assertThat(TransactionManagerHolder.get()).isSameAs(tc);
    }

    @Test
    void managerOfSomebodyElseBeforeItStaysAndHearsNothingForTheClosed() throws TransactionException {
        listening.run(context -> TransactionManagerHolder.set(new Foreign(TransactionManagerHolder.get())));

        assertThat(TransactionManagerHolder.get()).isInstanceOf(Foreign.class);
        assertThat(TransactionManagerHolder.get().begin(null, null, "order", 1000))
                .isEqualTo("127.0.0.2:8091:1");
        assertThat(heard).isEmpty();
    }

    @Test
    void managerOfSomebodyElseBehindItIsPutBack() {
        Foreign foreign = new Foreign(tc);
        TransactionManagerHolder.set(foreign);

        listening.run(context -> TransactionManagerHolder.get().commit("x"));

        assertThat(TransactionManagerHolder.get()).isSameAs(foreign);
        assertThat(heard).containsExactly("COMMIT Committed x");
    }

    @Test
    void nothingIsReplacedWithoutListeners() {
        silent.run(context -> assertThat(TransactionManagerHolder.get()).isSameAs(tc));
    }

    @Test
    void isOffWithSeata() {
        listening
                .withPropertyValues("seata.enabled=false")
                .run(context -> assertThat(TransactionManagerHolder.get()).isSameAs(tc));
    }

    private static final class Foreign extends FakeTransactionManager {

        private final TransactionManager delegate;

        Foreign(TransactionManager delegate) {
            this.delegate = delegate;
        }

        @Override
        public String begin(String applicationId, String transactionServiceGroup, String name, int timeout)
                throws TransactionException {
            return delegate.begin(applicationId, transactionServiceGroup, name, timeout);
        }
    }

    private record Recorder(List<String> heard) implements GlobalListener {

        @Override
        public void begun(String xid, String name, Duration took) {
            heard.add("begun " + xid + " " + name);
        }

        @Override
        public void notBegun(String name, Exception failure, Duration took) {
            heard.add("not begun " + name);
        }

        @Override
        public void ended(String xid, End end, GlobalStatus status, Duration took) {
            heard.add(end + " " + status + " " + xid);
        }

        @Override
        public void notEnded(String xid, End end, Exception failure, Duration took) {
            heard.add(end + " unanswered " + xid);
        }
    }
}
