package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.it.DocsPage.Block;
import com.changgou.launcher.cli.Demo;
import com.changgou.launcher.system.Installation;
import com.changgou.launcher.system.Ports;
import com.changgou.proof.Evidence;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi;
import com.changgou.proof.Proof;
import com.changgou.proof.ProofPrinter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Invariant: every output and snippet in the docs is what a run on a new system prints, or what the source says. Run with
 * {@code -Ddocs.update=true} to write the captured text into the pages.
 */
class DocsIT {

    private static final Path ROOT = Path.of(System.getProperty("changgou.root"));
    private static final boolean UPDATE = Boolean.getBoolean("docs.update");
    private static final JsonMapper JSON = JsonMapper.shared();

    /** The proxy of the goods service's data source is off, and so are the check that would refuse to start, and the caller's guard. */
    private static final Map<String, List<String>> GOODS_NOT_PROXIED = Map.of(
            "goods-service",
            List.of("changgou.seata.data-source-proxy.enabled=false", "changgou.seata.startup-check.enabled=false"),
            "order-service",
            List.of("changgou.seata.guard.enlistment.mode=off"));

    private static final Map<String, String> RUNS = new LinkedHashMap<>();

    @BeforeAll
    static void run() {
        try (LocalProcessSystem system = LocalProcessSystem.startFresh("docs", Map.of())) {
            withoutAGlobalTransaction(system);
            betweenThePhases(system);
            proofs(system);
            modes(system);
        }
        try (LocalProcessSystem system = LocalProcessSystem.startFresh("docs-not-proxied", GOODS_NOT_PROXIED)) {
            StableIds ids = new StableIds(system.system().installation().ports());
            Proof proof = order(system, ids, "--fault", "order.after-insert");
            RUNS.put("not-proxied-rows", ProofPrinter.rows(proof.evidence()));
            RUNS.put("not-proxied-verdict", ProofPrinter.verdict(proof) + "\n");
        }
        if (UPDATE) {
            pages().forEach(page -> page.rewrite(DocsIT::isOfThisRun, DocsIT::captured));
        }
    }

    @TestFactory
    Stream<DynamicTest> pagesShowWhatWasCaptured() {
        return pages().stream()
                .flatMap(page -> page.blocks().stream()
                        .filter(DocsIT::isOfThisRun)
                        .map(block -> DynamicTest.dynamicTest(
                                page.file().getFileName() + ": " + block.source(),
                                () -> assertThat(block.shown()).isEqualTo(captured(block)))));
    }

    @TestFactory
    Stream<DynamicTest> everyMarkerHasItsBlock() {
        return pages().stream()
                .map(page -> DynamicTest.dynamicTest(
                        page.file().getFileName().toString(),
                        () -> assertThat(page.blocks()).hasSize((int) page.markers())));
    }

    @TestFactory
    Stream<DynamicTest> everyRunIsShownSomewhere() {
        List<String> shown = pages().stream()
                .flatMap(page -> page.blocks().stream())
                .map(Block::source)
                .toList();
        return RUNS.keySet().stream()
                .map(run -> DynamicTest.dynamicTest(run, () -> assertThat(shown).contains(run)));
    }

    private static void withoutAGlobalTransaction(LocalProcessSystem system) {
        RUNS.put("stock-before", body(system.goods().get("/skus/2")));
        RUNS.put(
                "deduct-alone",
                body(system.goods()
                        .post(
                                "/stock/deductions",
                                "{\"requestId\":\"alone\",\"lines\":[{\"skuId\":2,\"quantity\":3}]}",
                                null)));
        RUNS.put("stock-after", body(system.goods().get("/skus/2")));
        RUNS.put("no-order", body(system.orders().get("/orders?userId=u2")));
    }

    private static void betweenThePhases(LocalProcessSystem system) {
        StableIds ids = new StableIds(system.system().installation().ports());
        system.orders().post("/faults", "{\"point\":\"order.after-insert\",\"action\":\"hold\"}", null);
        OrderApi.Request order = new OrderApi.Request("u1", List.of(new OrderApi.Line(3, 4)));
        CompletableFuture<OrderApi.Answer> answer =
                CompletableFuture.supplyAsync(() -> system.orders().place(order, null));
        await().until(() -> !system.faults().holding("order.after-insert").isEmpty());
        RUNS.put("held", ids.in(system.faults().holding("order.after-insert").get(0)) + "\n");
        RUNS.put("dirty-read", body(system.goods().get("/skus/3")));
        system.faults().release("order.after-insert");
        RUNS.put("placed", ids.in(body(answer.join())));
    }

    private static void proofs(LocalProcessSystem system) {
        StableIds ids = new StableIds(system.system().installation().ports());
        Proof commit = order(system, ids);
        Proof rollback = order(system, ids, "--fault", "order.after-insert");
        Evidence between = commit.evidence();
        RUNS.put("branches", ProofPrinter.branches(between));
        RUNS.put("undo", ProofPrinter.undo(between));
        RUNS.put("commit-rows", ProofPrinter.rows(between));
        RUNS.put("commit-verdict", ProofPrinter.verdict(commit) + "\n");
        RUNS.put("rollback-rows", ProofPrinter.rows(rollback.evidence()));
        RUNS.put("rollback-verdict", ProofPrinter.verdict(rollback) + "\n");
    }

    private static void modes(LocalProcessSystem system) {
        StableIds ids = new StableIds(system.system().installation().ports());
        for (Mode mode : List.of(Mode.XA, Mode.TCC, Mode.MIXED)) {
            Proof commit = order(system, ids, "--mode", mode.toString());
            Proof rollback = order(system, ids, "--mode", mode.toString(), "--fault", "order.after-insert");
            RUNS.put(mode + "-commit-rows", ProofPrinter.rows(commit.evidence()));
            RUNS.put(mode + "-commit-verdict", ProofPrinter.verdict(commit) + "\n");
            RUNS.put(mode + "-rollback-rows", ProofPrinter.rows(rollback.evidence()));
            RUNS.put(mode + "-rollback-verdict", ProofPrinter.verdict(rollback) + "\n");
            if (mode == Mode.MIXED) {
                RUNS.put("mixed-branches", ProofPrinter.branches(commit.evidence()));
            }
            if (mode == Mode.XA) {
                RUNS.put("xa-prepared", ProofPrinter.prepared(commit.evidence()));
            } else {
                RUNS.put(mode + "-commit-fence", ProofPrinter.fence(commit.evidence()));
                RUNS.put(mode + "-rollback-fence", ProofPrinter.fence(rollback.evidence()));
            }
        }
    }

    /** What {@code ./demo order --json} prints, with stable ids. */
    private static Proof order(LocalProcessSystem system, StableIds ids, String... arguments) {
        Installation installation = system.system().installation();
        Ports ports = installation.ports();
        List<String> line = new ArrayList<>(List.of(
                "order",
                "--json",
                "--home=" + installation.home(),
                "--order-port=" + ports.order(),
                "--goods-port=" + ports.goods(),
                "--tc-port=" + ports.tc(),
                "--tc-http-port=" + ports.tcHttp(),
                "--order-db-port=" + ports.orderDb(),
                "--goods-db-port=" + ports.goodsDb()));
        line.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        Demo.execute(new PrintWriter(out, true), line.toArray(String[]::new));
        return JSON.readValue(ids.in(out.toString()), Proof.class);
    }

    private static String body(OrderApi.Answer answer) {
        return answer.body() + "\n";
    }

    private static String captured(Block block) {
        if (block.kind().equals("snippet")) {
            return DocsPage.snippet(ROOT, block.source());
        }
        String run = RUNS.get(block.source());
        if (run == null) {
            throw new AssertionError("There is no run " + block.source());
        }
        return run;
    }

    private static boolean isOfThisRun(Block block) {
        return !block.isOfCompose() && !block.isOfComparison();
    }

    private static List<DocsPage> pages() {
        return DocsPage.all(ROOT);
    }
}
