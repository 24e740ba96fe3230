package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.it.SystemUnderTest.Part;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Invariant: on the real system, what Seata reports as a success with too few branches is an error with the guards, and silent without
 * them. What was committed past Seata is repaired by hand, so that both accounts agree again after each test.
 */
class SilentFailuresIT {

    private static final int QUANTITY = 3;

    private static final List<String> DEFAULTS = List.of();
    private static final String NOT_PROXIED = "changgou.seata.data-source-proxy.enabled=false";
    private static final String UNCHECKED = "changgou.seata.startup-check.enabled=false";
    private static final String NO_ENLISTMENT_GUARD = "changgou.seata.guard.enlistment.mode=off";
    private static final String NO_EMPTY_COMMIT_GUARD = "changgou.seata.guard.enlistment.empty-commit=off";

    private static final Map<Part, List<String>> RUNNING = new EnumMap<>(Part.class);

    private static LocalProcessSystem system;
    private static Invariants invariants;

    @BeforeAll
    static void start() throws SQLException {
        system = LocalProcessSystem.startFresh("silent-failures", Map.of());
        invariants = new Invariants(system);
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @AfterEach
    void invariantsHold() {
        invariants.hold();
    }

    @Test
    void whatIsWellPassesTheGuards() {
        run(Part.GOODS_SERVICE, DEFAULTS);
        run(Part.ORDER_SERVICE, DEFAULTS);

        assertThat(place("well", 1).status()).isEqualTo(201);
        invariants.hold();
        invariants.canaryPasses();
    }

    /** The goods service had committed on its own before anybody could know: that is what the error is for. */
    @Test
    void calleeThatIsNotProxiedIsAnError() throws SQLException {
        run(Part.GOODS_SERVICE, List.of(NOT_PROXIED, UNCHECKED));
        run(Part.ORDER_SERVICE, DEFAULTS);
        long stock = invariants.stock(2);
        long orders = invariants.orderCount();
        int seen = log().length();

        Answer answer = place("guarded", 2);

        assertThat(answer.status()).as("%s", answer).isEqualTo(500);
        assertThat(answer.body().get("type").asString()).isEqualTo("urn:problem:internal-error");
        assertThat(log().substring(seen))
                .contains("POST goods-service/stock/deductions was answered, and brought no branch")
                .contains("its data source is not proxied");
        assertThat(invariants.orderCount()).as("no order without its stock").isEqualTo(orders);
        assertThat(invariants.stock(2)).isEqualTo(stock - QUANTITY);
        giveBack("guarded", 2);
    }

    /** As Seata leaves it: the answer says that no order was placed, nobody complains, and the stock is gone. */
    @Test
    void calleeThatIsNotProxiedIsSilentWithoutTheGuard() throws SQLException {
        run(Part.GOODS_SERVICE, List.of(NOT_PROXIED, UNCHECKED));
        run(Part.ORDER_SERVICE, List.of(NO_ENLISTMENT_GUARD));
        long stock = invariants.stock(3);
        long orders = invariants.orderCount();
        int seen = log().length();
        system.faults().arm("order.after-insert", "throw");

        Answer answer = place("silent", 3);

        assertThat(answer.status()).as("%s", answer).isEqualTo(500);
        assertThat(log().substring(seen))
                .contains("rollback status: Rollbacked")
                .doesNotContain("BranchNotEnlisted");
        assertThat(invariants.orderCount()).isEqualTo(orders);
        assertThat(invariants.stock(3)).as("rolled back, says Seata").isEqualTo(stock - QUANTITY);
        giveBack("silent", 3);

        assertThat(place("silent-commit", 3).status())
                .as("and a commit looks well")
                .isEqualTo(201);
    }

    /** Neither service takes part: there is nothing to roll back, and the client must not believe that there was. */
    @Test
    void commitWithoutAnyBranchIsAnError() {
        run(Part.GOODS_SERVICE, List.of(NOT_PROXIED, UNCHECKED));
        run(Part.ORDER_SERVICE, List.of(NOT_PROXIED, UNCHECKED, NO_ENLISTMENT_GUARD));
        int seen = log().length();

        Answer answer = place("empty", 4);

        assertThat(answer.status()).as("%s", answer).isEqualTo(500);
        assertThat(log().substring(seen))
                .contains("UnexpectedGlobalRollbackException")
                .contains("(place-order) has no branch")
                .doesNotContain("commit status");
    }

    @Test
    void commitWithoutAnyBranchIsSilentWithoutTheGuard() {
        run(Part.GOODS_SERVICE, List.of(NOT_PROXIED, UNCHECKED));
        run(Part.ORDER_SERVICE, List.of(NOT_PROXIED, UNCHECKED, NO_ENLISTMENT_GUARD, NO_EMPTY_COMMIT_GUARD));
        int seen = log().length();

        assertThat(place("silent-empty", 4).status()).isEqualTo(201);
        assertThat(log().substring(seen)).contains("commit status: Committed");
    }

    private static Answer place(String key, long sku) {
        return system.orders().place(new Request("u1", List.of(new Line(sku, QUANTITY))), key);
    }

    /** Restarts a service only where it does not run like this already. */
    private static void run(Part service, List<String> settings) {
        if (!RUNNING.getOrDefault(service, DEFAULTS).equals(settings)) {
            system.restart(service, settings);
            RUNNING.put(service, settings);
        }
    }

    private static String log() {
        return system.log(Part.ORDER_SERVICE);
    }

    /** What somebody has to do who finds the error in the log. */
    private static void giveBack(String key, long sku) throws SQLException {
        try (Connection goods = system.goodsDatabase();
                Statement statement = goods.createStatement()) {
            statement.execute("UPDATE tb_sku SET stock = stock + " + QUANTITY + " WHERE id = " + sku);
            statement.execute("DELETE FROM tb_stock_journal WHERE request_id = '" + key + "'");
        }
    }
}
