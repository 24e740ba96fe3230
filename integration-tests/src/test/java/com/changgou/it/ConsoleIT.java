package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.it.ConsolePage.View;
import com.changgou.it.ConsolePage.Wanted;
import com.changgou.it.SystemUnderTest.Part;
import com.changgou.proof.Coordinator.LockedRow;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Invariant: what the console shows of a transaction is what happens. Shown is what stands in the browser's page; what happens is
 * read by plain JDBC, from the TC, and from the TC's log.
 */
@EnabledIf(value = "com.changgou.it.Browser#isInstalled", disabledReason = Browser.MISSING)
class ConsoleIT {

    private static final String BETWEEN = "order.after-insert";
    private static final String NONE = "—";

    private static ConsoleUnderTest console;
    private static ConsolePage page;
    private static PlainReads databases;
    private static Invariants invariants;

    @BeforeAll
    static void start() throws Exception {
        console = ConsoleUnderTest.start("console");
        page = console.page();
        databases = console.databases();
        invariants = new Invariants(console.system());
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    @BeforeEach
    void openAsNew() {
        console.browser().size(1366, 768);
        page.openAsNew("order");
    }

    @AfterEach
    void holdInvariants() {
        console.letAllGo();
        invariants.hold();
    }

    /** Each order has a SKU of its own: what is left to phase two moves no row of the next one. */
    @ParameterizedTest(name = "{0}, fault {1}")
    @CsvSource({
        "AT,,1",
        "AT,order.after-insert,2",
        "TCC,,3",
        "TCC,order.after-insert,4",
        "MIXED,,6",
        "MIXED,order.after-insert,7",
        "XA,,8",
        "XA,order.after-insert,9"
    })
    void everyStepShowsTheMessagesThatPassedAndTheRowsThatStandThere(Mode mode, @Nullable String fault, long sku) {
        boolean commits = fault == null;
        List<Protocol.Step> protocol = Protocol.of(mode, commits);
        Map<String, String> before = databases.now("goods", "tb_sku", "id", sku);
        page.place(new Wanted(mode, fault, "u3", sku, 3, true));

        List<String> passed = new ArrayList<>();
        // The first step is over before one can look at it.
        int steps = 1;
        View view = page.view();
        for (Protocol.Step step : protocol) {
            passed.addAll(step.messages());
            view = page.awaitStepAfter(steps);
            steps = view.rail().size();
            assertThat(view.step()).isEqualTo(step.point());
            assertThat(page.canGoOn()).isEqualTo(!step.point().equals("end"));
            messagesAreThoseThatPassed(view, protocol, passed, mode);
            rowsAreThoseOfTheDatabases(view, sku, before);
            tracesAreThoseOfTheSystem(view);
            factsAreTrue(view);
            if (step.point().equals(BETWEEN)) {
                betweenThePhases(mode, view, before);
            }
            if (!step.point().equals("end")) {
                page.next();
            }
        }

        assertThat(view.state()).isEqualTo("ended");
        assertThat(view.verdict()).isEqualTo(commits ? "COMMITTED" : "ROLLED_BACK");
        assertThat(view.factCodes()).containsExactly("over");
        assertThat(databases.stock(sku)).isEqualTo(Long.parseLong(before.get("stock")) - (commits ? 3 : 0));
        assertThat(databases.now("orders", "tb_order", "xid", view.xid()).get("status"))
                .isEqualTo(commits ? "PLACED" : null);
        assertThat(page.look("before").factCodes()).containsExactly("not-begun");
        assertThat(page.view().arrows()).isEmpty();
    }

    /** Under AT the TC may have gone on to phase two by itself when the TM has its answer: one message more may stand there. */
    private static void messagesAreThoseThatPassed(
            View view, List<Protocol.Step> protocol, List<String> passed, Mode mode) {
        boolean mayBeAhead = view.step().equals("order.after-decision") && (mode == Mode.AT || mode == Mode.MIXED);
        List<String> all =
                protocol.stream().flatMap(step -> step.messages().stream()).toList();
        assertThat(view.messages())
                .as("messages at %s", view.step())
                .startsWith(passed.toArray(String[]::new))
                .hasSizeLessThanOrEqualTo(passed.size() + (mayBeAhead ? 1 : 0))
                .isEqualTo(all.subList(0, view.messages().size()));
        assertThat(view.arrows())
                .filteredOn(arrow -> arrow.kind().equals("message"))
                .allMatch(arrow -> arrow.arrived().equals("true"));
    }

    private static void rowsAreThoseOfTheDatabases(View view, long sku, Map<String, String> before) {
        String skuRow = "goods.tb_sku[" + sku + "]";
        assertThat(view.cells()).as("at %s", view.step()).containsKey(skuRow + ".stock.now");
        cellsAre(view, skuRow, "before", before);
        cellsAre(view, skuRow, "now", databases.now("goods", "tb_sku", "id", sku));
        cellsAre(view, skuRow, "written", databases.written("goods", "tb_sku", "id", sku));

        Map<String, String> now = databases.now("orders", "tb_order", "xid", view.xid());
        Map<String, String> written = databases.written("orders", "tb_order", "xid", view.xid());
        if (now.isEmpty() && written.isEmpty()) {
            assertThat(view.cells().keySet())
                    .as("no order, or one that was taken back, at %s", view.step())
                    .noneMatch(cell -> cell.startsWith("orders.tb_order["));
        } else {
            String order = "orders.tb_order[" + (now.isEmpty() ? written : now).get("id") + "]";
            assertThat(view.rows()).as("at %s", view.step()).contains(order);
            cellsAre(view, order, "before", Map.of());
            cellsAre(view, order, "now", now);
            cellsAre(view, order, "written", written);
        }
    }

    private static void cellsAre(View view, String row, String version, Map<String, String> expected) {
        Map<String, String> shown = new LinkedHashMap<>();
        Map<String, String> wanted = new LinkedHashMap<>();
        view.cells().forEach((cell, text) -> {
            String column = cell.replaceAll(".*\\.(\\w+)\\.\\w+$", "$1");
            if (cell.equals(row + "." + column + "." + version) && !column.equals("created_at")) {
                shown.put(column, text);
                wanted.put(column, expected.getOrDefault(column, NONE));
            }
        });
        assertThat(shown)
                .as("%s %s at %s", row, version, view.step())
                .isNotEmpty()
                .isEqualTo(wanted);
    }

    private static void tracesAreThoseOfTheSystem(View view) {
        // Decided to commit, an undo log is deleted at some time of the next second.
        boolean fades = view.factCodes().contains("undo-going");
        if (!fades) {
            Map<String, List<String>> undo = new TreeMap<>();
            view.undo()
                    .forEach((row, images) -> undo.put(
                            row,
                            images.stream().map(image -> image.replace(" ", "")).toList()));
            assertThat(undo).as("undo log at %s", view.step()).isEqualTo(databases.undo(view.xid()));
        }
        assertThat(view.locks())
                .as("global locks at %s", view.step())
                .containsExactlyInAnyOrderElementsOf(locks(view.xid()));
        assertThat(view.prepared())
                .as("prepared branches at %s", view.step())
                .containsExactlyInAnyOrderElementsOf(databases.prepared(view.xid()));
        assertThat(view.fence())
                .as("fence at %s", view.step())
                .containsExactlyInAnyOrderElementsOf(databases.fence(view.xid()));
    }

    private static List<String> locks(String xid) {
        return console.system().tc().locks(xid).stream().map(ConsoleIT::row).toList();
    }

    private static String row(LockedRow lock) {
        return lock.resourceId().replaceAll(".*/", "") + "." + lock.table() + "[" + lock.key() + "]";
    }

    /** Each fact that follows from what stands there is told, and none that does not. */
    private static void factsAreTrue(View view) {
        String sku = view.rows().stream()
                .filter(row -> row.startsWith("goods.tb_sku"))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*\\[|]", "");
        Map<String, String> now = databases.now("goods", "tb_sku", "id", sku);
        Map<String, String> written = databases.written("goods", "tb_sku", "id", sku);
        String before = view.cell("goods.tb_sku[" + sku + "]", "stock", "before");
        String status = console.system()
                .tc()
                .session(view.xid())
                .map(session -> session.status())
                .orElse("");
        boolean open = !status.isEmpty();
        boolean frozen = !now.get("frozen").equals("0");
        int locks = locks(view.xid()).size();
        int prepared = databases.prepared(view.xid()).size();

        Map<String, Boolean> expected = new LinkedHashMap<>();
        expected.put("undecided", status.equals("Begin"));
        expected.put("decided", open && !status.equals("Begin"));
        expected.put("over", !open);
        expected.put("reads-old", open && !written.get("stock").equals(now.get("stock")));
        expected.put(
                "dirty-read",
                status.equals("Begin") && !frozen && !now.get("stock").equals(before));
        expected.put("reserved", open && frozen);
        expected.put("global-locks", locks > 0);
        expected.put("prepared", prepared > 0);
        expected.forEach((fact, holds) -> {
            if (holds) {
                assertThat(view.factCodes()).as("facts at %s", view.step()).contains(fact);
            } else {
                assertThat(view.factCodes()).as("facts at %s", view.step()).doesNotContain(fact);
            }
        });
        if (locks > 0) {
            assertThat(view.fact("global-locks")).containsExactly(String.valueOf(locks));
        }
        if (prepared > 0) {
            assertThat(view.fact("prepared")).containsExactly(String.valueOf(prepared));
        }
    }

    /** What makes the modes differ, in words and values. */
    private static void betweenThePhases(Mode mode, View view, Map<String, String> before) {
        String sku = before.get("id");
        String old = before.get("stock");
        String less = String.valueOf(Long.parseLong(old) - 3);
        switch (mode) {
            case AT -> {
                assertThat(view.fact("dirty-read")).containsExactly(less, "goods", "tb_sku", sku, "stock", old);
                assertThat(view.undo().get("goods.tb_sku[" + sku + "]")).containsExactly("stock" + old + "→" + less);
                assertThat(view.locks()).contains("goods.tb_sku[" + sku + "]");
                assertThat(view.factCodes()).contains("row-appears");
            }
            case TCC -> {
                assertThat(view.fact("reserved")).containsExactly(sku, "3", less);
                assertThat(view.factCodes()).contains("order-pending");
                assertThat(view.fence()).hasSize(2).allMatch(row -> row.endsWith(" TRIED"));
            }
            case MIXED -> {
                assertThat(view.fact("reserved")).containsExactly(sku, "3", less);
                assertThat(view.factCodes()).contains("row-appears");
                assertThat(view.fence()).hasSize(1).allMatch(row -> row.endsWith(" TRIED"));
            }
            case XA -> {
                assertThat(view.fact("reads-old")).containsExactly(old, "goods", "tb_sku", sku, "stock", less);
                assertThat(view.prepared()).hasSize(2);
            }
        }
    }

    /** The first of each service and mode by the form, the rest by what the form sends. */
    @TestFactory
    Stream<DynamicTest> aFaultAtAnyPointIsShownWhereItWasThrownAndEndsAsTheVerdictSays() {
        JsonNode faults = console.api().get("/api/system").body().path("faults");
        Set<String> byForm = new HashSet<>();
        return Stream.of(Mode.values())
                .flatMap(mode -> faults.path(mode.toString()).values().stream().map(fault -> {
                    String point = fault.asString();
                    boolean form = byForm.add(mode + point.replaceAll("\\..*", ""));
                    return DynamicTest.dynamicTest(
                            mode + " " + point + (form ? " by the form" : ""), () -> fails(mode, point, form));
                }));
    }

    private static void fails(Mode mode, String point, boolean byForm) {
        long sku = 20;
        long before = databases.stock(sku);
        Wanted wanted = new Wanted(mode, point, "u4", sku, 2, false);
        if (byForm) {
            page.place(wanted);
        } else {
            page.open("recording/" + console.recordWhole(wanted));
        }

        View view = page.awaitEnd();

        boolean commits = point.contains("phase-two");
        assertThat(view.state()).isEqualTo("ended");
        assertThat(view.fault()).contains(point.startsWith("order") ? "order service" : "goods service");
        assertThat(view.arrows("fault")).containsExactly(mark(point));
        assertThat(view.verdict()).isIn(commits ? List.of("COMMITTED") : List.of("ROLLED_BACK", "NOTHING_HAPPENED"));
        assertThat(databases.stock(sku)).isEqualTo(before - (commits ? 2 : 0));
        assertThat(databases.now("orders", "tb_order", "xid", view.xid()).get("status"))
                .isEqualTo(commits ? "PLACED" : null);
    }

    /** The TM and the order branch are one process, and have a lane each. */
    private static String mark(String point) {
        String lane = point.startsWith("goods") ? "rm-goods" : point.matches(".*goods-call") ? "tm" : "rm-orders";
        return lane + ">" + lane + " " + point;
    }

    /**
     * The TC 1.8 logs what it receives ({@code receive msg}) and what it answers ({@code result msg}); what it asks of a branch in
     * phase two it does not log. So these are compared, all of them, in their order. An answer has no XID in the log: it belongs to
     * the request of its kind that has waited longest.
     */
    @ParameterizedTest(name = "{0}, fault {1}")
    @CsvSource({"AT,", "AT,order.after-insert", "TCC,", "MIXED,goods.after-commit", "XA,order.after-insert", "XA,"})
    void messagesAreThoseOfTheTcsOwnLogInItsOrder(Mode mode, @Nullable String fault) {
        page.open("recording/" + console.recordWhole(new Wanted(mode, fault, "u5", 10, 1, false)));
        View view = page.awaitEnd();

        List<String> shown = view.messages().stream()
                .filter(message -> !message.matches("tc>.* Branch(Commit|Rollback)Request"))
                .map(message -> message.replaceAll(".* ", ""))
                .toList();

        assertThat(shown).hasSizeGreaterThan(5);
        await("the TC logs in a thread of its own")
                .untilAsserted(() -> assertThat(loggedByTc(view.xid())).isEqualTo(shown));
    }

    private static List<String> loggedByTc(String xid) {
        Pattern line = Pattern.compile("(receive|result) msg\\[\\w+]: (\\w+?)(Request|Response)\\{(.*)}, clientIp");
        Map<String, Deque<Integer>> waiting = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        List<String> owners = new ArrayList<>();
        Matcher message = line.matcher(console.system().log(Part.TC));
        while (message.find()) {
            String kind = message.group(2);
            Matcher named = Pattern.compile("xid='([^']+)'").matcher(message.group(4));
            String owner = named.find() ? named.group(1) : "";
            names.add(kind + message.group(3));
            if (message.group(1).equals("receive")) {
                if (message.group(3).equals("Request")) {
                    waiting.computeIfAbsent(kind, unseen -> new ArrayDeque<>()).add(names.size() - 1);
                }
                owners.add(owner);
            } else {
                int request = waiting.get(kind).remove();
                // Who begins gets the XID with the answer.
                if (kind.equals("GlobalBegin")) {
                    owners.set(request, owner);
                }
                owners.add(owners.get(request));
            }
        }
        List<String> own = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (owners.get(i).equals(xid)) {
                own.add(names.get(i));
            }
        }
        return own;
    }

    @Test
    void comparisonOfCommitAndRollbackShowsWhereTheyPart() {
        long stock = databases.stock(11);
        String rollback = console.recordWhole(new Wanted(Mode.AT, BETWEEN, "u6", 11, 4, false));
        String commit = console.recordWhole(new Wanted(Mode.AT, null, "u6", 11, 4, false));
        page.open("recordings");
        page.click("[id='pick-" + commit + "']");
        page.click("[id='pick-" + rollback + "']");
        page.click("#compare");

        page.look(BETWEEN);
        assertThat(measure("stock.now")).containsExactly(String.valueOf(stock - 4), String.valueOf(stock - 4));
        assertThat(page.view("[data-side='left']").factCodes())
                .contains("dirty-read")
                .isEqualTo(page.view("[data-side='right']").factCodes());

        page.click("#last");
        page.await("[data-side='left']", view -> view.step().equals("end"));
        assertThat(measure("stock.now")).containsExactly(String.valueOf(stock - 4), String.valueOf(stock));
        assertThat(measure("order")).containsExactly("PLACED", "none");
        assertThat(page.shows("[data-measure='stock.now'].differs")).isTrue();
        assertThat(measure("stock.before")).containsOnly(String.valueOf(stock)).hasSize(2);
        assertThat(page.text(".summary thead")).contains("AT · Committed").contains("AT · Rolled back");
        assertThat(page.view("[data-side='left']").verdict()).isEqualTo("COMMITTED");
        assertThat(page.view("[data-side='right']").verdict()).isEqualTo("ROLLED_BACK");
        assertThat(page.view("[data-side='left']").messages()).contains("tm>tc GlobalCommitRequest");
        assertThat(page.view("[data-side='right']").messages()).contains("tm>tc GlobalRollbackRequest");
    }

    @Test
    void comparisonOfAtAndXaShowsWhoReadsWhatIsUndecided() {
        long stock = databases.stock(12);
        String at = console.recordWhole(new Wanted(Mode.AT, BETWEEN, "u6", 12, 4, false));
        String xa = console.recordWhole(new Wanted(Mode.XA, BETWEEN, "u6", 12, 4, false));
        page.open("compare/-/-");
        page.select("choose-left", at);
        page.select("choose-right", xa);
        page.await("[data-side='right']");

        page.look(BETWEEN);

        assertThat(measure("stock.now")).containsExactly(String.valueOf(stock - 4), String.valueOf(stock));
        assertThat(measure("stock.written")).containsExactly(String.valueOf(stock - 4), String.valueOf(stock - 4));
        assertThat(measure("prepared")).containsExactly("0", "2");
        assertThat(measure("locks").get(1)).isEqualTo("0");
        assertThat(measure("undo").get(1)).isEqualTo("0");
        assertThat(measure("row-locks").get(0)).isEqualTo("0");
        assertThat(Stream.of("locks", "undo").map(name -> measure(name).get(0)).toList())
                .allMatch(count -> Integer.parseInt(count) > 0);
        assertThat(page.view("[data-side='left']").factCodes())
                .contains("dirty-read")
                .doesNotContain("reads-old");
        assertThat(page.view("[data-side='right']").factCodes())
                .contains("reads-old")
                .doesNotContain("dirty-read");
    }

    /** As the sweep of the tasks, and the deletion of undo logs: found now and then at the moment of a look. */
    @Test
    void rowLocksAreThoseThatStayAndNotThoseOfPassersBy() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> passersBy =
                CompletableFuture.supplyAsync(() -> databases.lockAgainAndAgain(14, over));
        String recording;
        try {
            recording = console.recordWhole(new Wanted(Mode.AT, BETWEEN, "u6", 13, 1, false));
        } finally {
            over.set(true);
        }

        assertThat(passersBy.get()).as("locks that came and went").isGreaterThan(20);
        assertThat(rowLocks(recording, BETWEEN)).isZero();
        assertThat(rowLocks(recording, "goods.before-commit")).isPositive();
    }

    private static long rowLocks(String recording, String point) {
        return console.recording(recording)
                .path("steps")
                .valueStream()
                .filter(step -> step.path("point").asString().equals(point))
                .mapToLong(step -> step.path("snapshot").path("rowLocks").longValue())
                .sum();
    }

    private static List<String> measure(String name) {
        return page.strings(
                "return JSON.stringify([...document.querySelectorAll(`[data-measure='${arguments[0]}'] td`)]"
                        + ".map(cell => cell.textContent.trim()))",
                name);
    }

    /** As by a double click: what was passed cannot be looked at any more. */
    @Test
    void whoIsToldTwiceGoesOnOneStep() {
        String id = console.record(new Wanted(Mode.AT, null, "u9", 6, 1, true));
        console.goOnTo(id, "order.before-goods-call");

        console.next(id);
        console.next(id);

        await().untilAsserted(() -> assertThat(
                        console.recording(id).path("held").path("point").asString(""))
                .isNotIn("", "order.before-goods-call"));
        assertThat(console.recording(id).path("held").path("point").asString()).isEqualTo("goods.before-commit");
        console.letAllGo();
    }

    /** Who waits gives up after 2 s and comes again, as a client does that is told to. */
    @Test
    void stuckTransactionsShowWhoWaitsOnWhomSinceWhenAndWhatToDo() {
        Instant begin = Instant.now();
        page.place(new Wanted(Mode.AT, null, "u7", 5, 1, true));
        String id = page.shownId();
        console.goOnTo(id, BETWEEN);
        String holder = console.recording(id).path("xid").asString();
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Answer> second = CompletableFuture.supplyAsync(() -> {
            Answer answer;
            do {
                answer = console.system().orders().place(new Request("u8", List.of(new Line(5, 1))), null);
            } while (answer.status() != 201 && !enough.get());
            return answer;
        });
        try {
            page.open("stuck");
            String held = "[data-stuck='undecided'][data-xid='" + holder + "'] ";
            assertThat(page.text(held)).contains("goods.tb_sku[5]").contains("Begin");
            assertThat(seconds(page.text(held + "header")))
                    .isLessThanOrEqualTo(Duration.between(begin, Instant.now()).toSeconds() + 1);
            assertThat(page.text(held + ".repair")).contains("timeout").contains("let it go on");
            assertThat(page.await(held + ".repair [data-held-in='" + id + "']").getAttribute("href"))
                    .endsWith("#/recording/" + id);

            String waiting = page.await("[data-waits-for='" + holder + "']").getText();
            assertThat(waiting).contains("goods.tb_sku[5]").contains("held by " + holder);
            assertThat(seconds(waiting)).isLessThanOrEqualTo(3);
            String waiter = console.browser()
                    .driver()
                    .executeScript(
                            "return document.querySelector('[data-waits-for]').closest('[data-xid]').dataset.xid")
                    .toString();
            assertThat(waiter).isNotEqualTo(holder).startsWith("127.0.0.");
        } finally {
            enough.set(true);
            console.letAllGo();
        }

        assertThat(second.join().status()).isIn(201, 503);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> console.system().tc().sessions().isEmpty());
        page.await("#nothing-stuck");
        assertThat(page.shows("[data-stuck]")).isFalse();
    }

    /** Of "since 12:00:01 (3 s)". */
    private static long seconds(String text) {
        Matcher ago = Pattern.compile("\\((\\d+) s\\)").matcher(text);
        assertThat(ago.find()).as(text).isTrue();
        return Long.parseLong(ago.group(1));
    }
}
