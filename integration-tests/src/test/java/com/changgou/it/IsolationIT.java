package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.it.SystemUnderTest.Part;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.TcConsole;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** What stands between a global transaction and those who read and write its rows outside of one, and what happens without it. */
class IsolationIT extends ScenarioSupport {

    private static final String BETWEEN_THE_PHASES = "order.after-insert";
    private static final Path ROOT = Path.of(System.getProperty("changgou.root"));

    private LocalProcessSystem local;

    @Override
    SystemUnderTest startFresh() {
        local = LocalProcessSystem.startFresh("isolation", Map.of());
        return local;
    }

    /** Red for AT without {@code @GlobalLock}, for TCC when frozen stock is not counted, for XA without {@code FOR UPDATE}. */
    @ParameterizedTest
    @EnumSource
    void committedReadShowsNothingThatMayGoBack(Mode mode) {
        long before = invariants().stock(1);
        CompletableFuture<Answer> order = placeAndHoldAt(BETWEEN_THE_PHASES, "throw", mode, new Line(1, 3));

        assertThat(stock(read(1))).as("what a plain read shows").isEqualTo(mode == Mode.XA ? before : before - 3);
        Answer committed = readCommitted(1);
        if (mode == Mode.AT || mode == Mode.XA) {
            assertUndecided(committed);
        } else {
            assertThat(stock(committed)).isEqualTo(before);
        }

        system().faults().release(BETWEEN_THE_PHASES);
        assertThat(order.join().status()).isEqualTo(500);
        holdInvariants();
        assertThat(stock(readCommitted(1))).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void committedReadShowsWhatIsCommitted(Mode mode) {
        long before = invariants().stock(2);
        CompletableFuture<Answer> order = placeAndHoldAt(BETWEEN_THE_PHASES, mode, new Line(2, 3));

        CompletableFuture<Answer> reader = CompletableFuture.supplyAsync(() -> readCommitted(2));
        system().faults().release(BETWEEN_THE_PHASES);

        assertThat(order.join().status()).isEqualTo(201);
        assertThat(stock(reader.join()))
                .as("who waits is told what came of it; TCC's reservation is no sale before that")
                .isIn(before - 3, mode == Mode.AT || mode == Mode.XA ? before - 3 : before);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stock(readCommitted(2))).isEqualTo(before - 3));
    }

    /**
     * Red without {@code @GlobalLock}: the AT rollback finds the row dirty. Red without the {@code SELECT … FOR UPDATE} before the
     * update: it is asked at the commit, and keeps the row that the rollback waits for.
     */
    @ParameterizedTest
    @EnumSource
    void restockOfAnOpenOrderWaitsAndSurvivesItsRollback(Mode mode) {
        long before = invariants().stock(3);
        CompletableFuture<Answer> order = placeAndHoldAt(BETWEEN_THE_PHASES, "throw", mode, new Line(3, 5));

        long asked = globalLockQuestions();
        long open = invariants().openGoodsTransactions();
        CompletableFuture<Answer> restock = CompletableFuture.supplyAsync(() -> restock(3, 10));
        await("it is done, or waits for the row or its global lock")
                .atMost(SOON)
                .until(() -> restock.isDone()
                        || globalLockQuestions() > asked + 10
                        || invariants().openGoodsTransactions() > open && mode == Mode.XA);
        assertThat(restock.isDone()).as("TCC does not hold the row").isEqualTo(mode == Mode.TCC || mode == Mode.MIXED);
        system().faults().release(BETWEEN_THE_PHASES);

        assertThat(order.join().status()).isEqualTo(500);
        assertThat(restock.join().status()).as("%s", restock.join()).isEqualTo(200);
        invariants().delivered(3, 10);
        holdInvariants();
        assertThat(invariants().stock(3)).isEqualTo(before + 10);
    }

    @Test
    void restockOfAnOrderThatStaysOpenIsRefusedAndChangesNothing() {
        long before = invariants().stock(4);
        CompletableFuture<Answer> order = placeAndHoldAt(BETWEEN_THE_PHASES, "throw", new Line(4, 5));

        assertUndecided(restock(4, 10));

        assertThat(invariants().stock(4)).isEqualTo(before - 5);
        system().faults().release(BETWEEN_THE_PHASES);
        assertThat(order.join().status()).isEqualTo(500);
        holdInvariants();
        assertThat(invariants().stock(4)).isEqualTo(before);
    }

    /** Red when XA's proxy serves it: that one asks for no global lock, and the AT rollback finds the row dirty. */
    @Test
    void callerInAnXaTransactionDoesNotRestockPastTheGlobalLock() throws Exception {
        long before = invariants().stock(5);
        CompletableFuture<Answer> failing = placeAndHoldAt(BETWEEN_THE_PHASES, "throw", new Line(5, 3));
        String at = heldAt(BETWEEN_THE_PHASES);
        CompletableFuture<Answer> callers = placeAndHoldAt(BETWEEN_THE_PHASES, Mode.XA, new Line(6, 1));
        String xa = system().faults().holding(BETWEEN_THE_PHASES).stream()
                .filter(xid -> !xid.equals(at))
                .findFirst()
                .orElseThrow();

        int restocked = RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory())
                .baseUrl("http://127.0.0.1:"
                        + local.system().installation().ports().goods())
                .build()
                .post()
                .uri("/skus/5/restock")
                .header("TX_XID", xa)
                .header("TX_BRANCH_TYPE", "XA")
                .header("TX_XID_SIGNATURE", signature(xa + " XA"))
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"quantity\":10}")
                .exchange((request, response) -> response.getStatusCode().value());

        assertThat(restocked).isEqualTo(503);
        system().faults().release(BETWEEN_THE_PHASES);
        assertThat(failing.join().status()).isEqualTo(500);
        assertThat(callers.join().status()).as("placed, or held for too long").isIn(201, 503);
        holdInvariants();
        assertThat(invariants().stock(5)).isEqualTo(before);
    }

    /** As a service of this system makes it. */
    private String signature(String signed) throws Exception {
        Properties secrets = new Properties();
        try (Reader file =
                Files.newBufferedReader(local.system().installation().home().resolve("secrets.properties"))) {
            secrets.load(file);
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secrets.getProperty("xid").getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void restocksAmongOrdersOfWhichHalfFailAddUp() {
        long before = invariants().stock(7);
        system().faults().arm(BETWEEN_THE_PHASES, "throw", 20, 0);

        List<Answer> answers = allAtOnce(60, client -> client % 3 == 0 ? restock(7, 5) : place(new Line(7, 1)));

        assertThat(statuses(answers))
                .as("done, failed on purpose, or told to come again")
                .isSubsetOf(200, 201, 500, 503);
        long restocked = count(answers, 200) * 5;
        invariants().delivered(7, restocked);
        assertThat(restocked).isPositive();
        holdInvariants();
        assertThat(invariants().stock(7)).isEqualTo(before + restocked - count(answers, 201));
    }

    /** Dirty write: what happens without any of this, where it is seen, and that docs/deployment.md gets one out of it. */
    @Test
    void dirtyWriteFailsTheRollbackIsAlarmedAndCanBeRepairedAsDocumented() throws SQLException {
        long before = invariants().stock(12);
        long orders = invariants().orderCount();
        CompletableFuture<Answer> answer =
                placeAndHoldAt(BETWEEN_THE_PHASES, "throw", "dirty-write", Mode.AT, new Line(12, 3));
        String xid = heldAt(BETWEEN_THE_PHASES);

        inGoods(List.of("UPDATE tb_sku SET stock = stock + 7 WHERE id = 12"));
        invariants().delivered(12, 7);
        system().faults().release(BETWEEN_THE_PHASES);

        assertThat(answer.join().status()).isEqualTo(504);
        assertThat(answer.join().body().get("type").asString()).isEqualTo("urn:problem:outcome-unknown");
        long branch = onlyUndoRow(xid);
        assertThat(system().log(Part.GOODS_SERVICE).lines())
                .filteredOn(line -> line.contains("ROLLBACK FAILED"))
                .singleElement()
                .asString()
                .contains(
                        "ERROR",
                        xid,
                        "AT branch " + branch,
                        "/goods",
                        "\"When a rollback fails\" in docs/deployment.md");
        assertThat(system().log(Part.TC))
                .contains("The Global session " + xid
                        + " has changed the status to RollbackFailed, need to be handled it manually.");
        assertThat(system().tc().session(xid).orElseThrow().status()).isEqualTo("RollbackFailed");
        assertThat(system().tc().locks(xid))
                .anyMatch(lock -> lock.table().equals("tb_sku") && lock.key().equals("12"));
        assertThat(invariants().stock(12)).isEqualTo(before - 3 + 7);
        assertThat(invariants().orderCount()).as("the other branch is undone").isEqualTo(orders);
        assertThat(place(new Line(12, 1)).status())
                .as("the row is still locked")
                .isEqualTo(503);
        assertUndecided(restock(12, 1));
        assertUndecided(readCommitted(12));

        for (String step : documentedRepair()) {
            inGoods(List.of(step.replace("<XID>", xid)
                    .replace("<BRANCH>", String.valueOf(branch))
                    .replace("<REQUEST>", "dirty-write")
                    .split(";\n")));
        }
        kill(Part.TC);
        system().start(Part.TC);

        await("the order that is sent again with its key")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(
                                place("dirty-write", List.of(new Line(12, 3))).status())
                        .isEqualTo(201));
        assertThat(invariants().stock(12)).as("neither sold twice nor lost").isEqualTo(before + 7 - 3);
    }

    /** What stands in the page: what to look at, and what to write. */
    private static List<String> documentedRepair() {
        String page = DocsPage.text(ROOT.resolve("docs/deployment.md"));
        String section = page.substring(page.indexOf("## When a rollback fails"), page.indexOf("## For production"));
        List<String> sql = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL)
                .matcher(section)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertThat(sql).as("look, repair, and the TC's tables").hasSize(3);
        return sql.subList(0, 2);
    }

    /** The branch that was not rolled back: one, and in goods. */
    private long onlyUndoRow(String xid) throws SQLException {
        String undo = "SELECT branch_id FROM undo_log WHERE log_status = 0 AND xid = '" + xid + "'";
        try (Connection orders = system().orderDatabase();
                Statement statement = orders.createStatement();
                ResultSet rows = statement.executeQuery(undo)) {
            assertThat(rows.next()).as("undo rows in orders").isFalse();
        }
        try (Connection goods = system().goodsDatabase();
                Statement statement = goods.createStatement();
                ResultSet rows = statement.executeQuery(undo)) {
            assertThat(rows.next()).as("undo row in goods").isTrue();
            return rows.getLong(1);
        }
    }

    private void inGoods(List<String> statements) throws SQLException {
        try (Connection connection = system().goodsDatabase();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private long globalLockQuestions() {
        return ((TcConsole) system().tc()).traffic().getOrDefault("GlobalLockQueryRequest", 0L);
    }

    private Answer read(long skuId) {
        return system().goods().get("/skus/" + skuId);
    }

    private Answer readCommitted(long skuId) {
        return system().goods().get("/skus/" + skuId + "?isolation=committed");
    }

    private Answer restock(long skuId, int quantity) {
        return system().goods().post("/skus/" + skuId + "/restock", "{\"quantity\":" + quantity + "}", null);
    }

    private static long stock(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.body().get("stock").asLong();
    }

    private static long count(List<Answer> answers, int status) {
        return answers.stream().filter(answer -> answer.status() == status).count();
    }

    private static void assertUndecided(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(503);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.body().get("type").asString()).isEqualTo("urn:problem:sku-undecided");
    }
}
