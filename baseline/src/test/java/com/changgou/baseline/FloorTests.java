package com.changgou.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.apache.seata.core.exception.TmTransactionException;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.exception.TransactionExceptionCode;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.tm.DefaultTransactionManager;
import org.h2.api.Trigger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Invariant: every sample does what it counts, a median is no mean, and nothing of the measurement stays. */
class FloorTests {

    private static final long NANOS_OF_THE_TC = 2_000_000;

    private final JdbcTemplate jdbc = new JdbcTemplate();

    /** How the row was when it was changed, and how it is since. */
    private static final List<List<Object>> CHANGES = new ArrayList<>();

    /** Notes what the database is asked to change. Public because H2 makes it. */
    public static final class Changes implements Trigger {

        @Override
        public void fire(Connection connection, Object[] before, Object[] after) {
            CHANGES.add(List.of(before[2], after[2]));
        }
    }

    /** Takes its time, and knows no transaction. */
    private static class SomeCoordinator extends DefaultTransactionManager {

        private final List<String> asked = new ArrayList<>();

        @Override
        public GlobalStatus getStatus(String xid) throws TransactionException {
            asked.add(xid);
            LockSupport.parkNanos(NANOS_OF_THE_TC);
            return GlobalStatus.Finished;
        }
    }

    private final SomeCoordinator coordinator = new SomeCoordinator();

    @BeforeEach
    void table() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:floor;DB_CLOSE_DELAY=-1");
        jdbc.setDataSource(database);
        jdbc.execute("CREATE TABLE tb_order_claim (request_id VARCHAR(64) PRIMARY KEY, request_hash CHAR(64) NOT NULL,"
                + " attempt CHAR(32) NOT NULL)");
        jdbc.execute("CREATE TRIGGER changes AFTER UPDATE ON tb_order_claim FOR EACH ROW CALL '"
                + Changes.class.getName() + "'");
        CHANGES.clear();
    }

    @AfterEach
    void nothingStays() {
        Long left = jdbc.queryForObject("SELECT COUNT(*) FROM tb_order_claim", Long.class);
        jdbc.execute("DROP ALL OBJECTS");
        assertThat(left).isZero();
    }

    @Test
    void everySampleOfACommitReallyChangesTheRow() throws Exception {
        new OrderFloor(jdbc, () -> coordinator).measure(20);

        assertThat(CHANGES).hasSize(20).noneMatch(change -> Objects.equals(change.get(0), change.get(1)));
    }

    @Test
    void orderServiceMeasuresTheDatabaseAndTheTc() throws Exception {
        Floor floor = new OrderFloor(jdbc, () -> coordinator).measure(20);

        assertThat(coordinator.asked).hasSize(20).containsOnly("127.0.0.2:8091:1");
        assertThat(floor.tcRoundTripNanos()).isGreaterThanOrEqualTo(NANOS_OF_THE_TC);
        assertThat(floor.databaseRoundTripNanos()).isPositive();
        assertThat(floor.commitNanos()).as("is measured, and not left 0").isNotZero();
    }

    @Test
    void goodsServiceMeasuresItsDatabaseOnly() {
        Floor floor = new DatabaseRoundTrip(jdbc).measure(20);

        assertThat(floor.databaseRoundTripNanos()).isPositive();
        assertThat(floor).isEqualTo(new Floor(floor.databaseRoundTripNanos(), 0, 0));
    }

    @Test
    void tcThatDoesNotAnswerIsNoFloor() {
        SomeCoordinator gone = new SomeCoordinator() {
            @Override
            public GlobalStatus getStatus(String xid) throws TransactionException {
                throw new TmTransactionException(TransactionExceptionCode.IO, "RPC timeout");
            }
        };

        assertThatThrownBy(() -> new OrderFloor(jdbc, () -> gone).measure(20)).hasMessage("RPC timeout");
    }

    /** Red with a mean: one sample in three takes long. */
    @Test
    void oneSlowSampleDoesNotCount() {
        long median = Median.of(3, sample -> LockSupport.parkNanos(sample == 1 ? 500_000_000 : 1));

        assertThat(median).isLessThan(100_000_000);
    }

    @Test
    void floorIsToldAsNumbers() {
        assertThat(http().post().uri("/floor?samples=7"))
                .hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo("{\"databaseRoundTripNanos\":7,\"commitNanos\":1,\"tcRoundTripNanos\":2}");
        assertThat(http().get().uri("/floor/hop")).hasStatus(204).body().isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/floor", "/floor?samples=0", "/floor?samples=10001"})
    void numberOfSamplesIsLimited(String uri) {
        assertThat(http().post().uri(uri)).hasStatus(400);
    }

    private static MockMvcTester http() {
        return MockMvcTester.of(new FloorController(samples -> new Floor(samples, 1, 2)));
    }
}
