package com.changgou.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.benchmarks.CountedWork.Count;
import com.changgou.launcher.system.Progress;
import com.changgou.launcher.system.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Invariant: an order of each mode makes the servers do what the model of that mode says, and not one statement more. */
class CountedWorkIT {

    private static final Path ROOT = Path.of(System.getProperty("changgou.root"));

    /** The model: what Seata adds to a local transaction with the client waiting, in statements. */
    private static final int AFTER_IMAGE_OF_AN_INSERT = 1;

    private static final int IMAGES_OF_AN_UPDATE = 2;
    private static final int UNDO_LOG = 1;

    /** {@code tb_order}, {@code tb_order_line} and {@code tb_order_journal}. */
    private static final int INSERTS_OF_AN_ORDER = 3;

    /** {@code tb_stock_journal}; the update is {@code tb_sku}'s. */
    private static final int INSERTS_OF_A_DEDUCTION = 1;

    private static List<Count> counts = List.of();
    private static Map<Contender, Count> byContender = Map.of();

    @BeforeAll
    static void count() throws Exception {
        List<Count> counted = new ArrayList<>();
        Count message;
        try (Deployment deployment = Deployment.open(
                        ROOT,
                        ROOT.resolve("benchmarks/target/counted"),
                        new Topology.TcStore.Files(),
                        new Topology.Databases.Embedded(),
                        Progress.SILENT);
                CountedWork work = new CountedWork(deployment, CountedWork.SURE)) {
            for (Contender contender : Contender.COUNTED) {
                counted.add(work.of(contender, 1));
            }
            message = work.of(Contender.MESSAGE, 1);
        }
        counts = counted;
        byContender = Stream.concat(counted.stream(), Stream.of(message))
                .collect(Collectors.toMap(Count::contender, Function.identity()));
        System.out.println(Overview.counted(counts));
    }

    private static Work answered(Contender contender) {
        return byContender.get(contender).answered();
    }

    private static Work behind(Contender contender) {
        return byContender.get(contender).behind();
    }

    @Test
    void localAsksNoTc() {
        assertThat(answered(Contender.LOCAL).tcCalls()).isZero();
        assertThat(behind(Contender.LOCAL).tcCalls()).isZero();
    }

    @Test
    void everyModeHasTheSameHops() {
        assertThat(counts).extracting(count -> count.answered().hops()).containsOnly(2L);
    }

    @Test
    void atAddsImagesAndUndoLogsAndNoForegroundCommit() {
        long images = (INSERTS_OF_AN_ORDER + INSERTS_OF_A_DEDUCTION) * AFTER_IMAGE_OF_AN_INSERT + IMAGES_OF_AN_UPDATE;
        assertThat(answered(Contender.AT).statements()
                        - answered(Contender.LOCAL).statements())
                .isEqualTo(images + 2 * UNDO_LOG);
        assertThat(answered(Contender.AT).requestsToTc())
                .isEqualTo(Map.of("GlobalBegin", 1L, "BranchRegister", 2L, "GlobalCommit", 1L));
        assertThat(answered(Contender.AT).requestsFromTc()).isEmpty();
        assertThat(answered(Contender.AT).durableCommits())
                .isEqualTo(answered(Contender.LOCAL).durableCommits());
    }

    @Test
    void atDeletesBothUndoLogsBehindTheClientsBack() {
        assertThat(behind(Contender.AT).requestsFromTc()).isEqualTo(Map.of("BranchCommit", 2L));
        assertThat(behind(Contender.AT).durableCommits()).isEqualTo(2);
        assertThat(byContender.get(Contender.AT).undoBytes()).isPositive();
    }

    @Test
    void xaMakesBothBranchesDurableTwiceWithTheClientWaiting() {
        assertThat(answered(Contender.XA).durableCommits())
                .isEqualTo(answered(Contender.LOCAL).durableCommits() + 2);
        assertThat(answered(Contender.XA).requestsFromTc()).isEqualTo(Map.of("BranchCommit", 2L));
        assertThat(behind(Contender.XA).durableCommits()).isZero();
    }

    @Test
    void tccConfirmsBothBranchesWithTheClientWaiting() {
        assertThat(answered(Contender.TCC).requestsFromTc()).isEqualTo(Map.of("BranchCommit", 2L));
        assertThat(answered(Contender.TCC).durableCommits())
                .isEqualTo(answered(Contender.LOCAL).durableCommits() + 2);
    }

    @Test
    void messageAddsNoDurableCommitWithTheClientWaiting() {
        assertThat(answered(Contender.MESSAGE).durableCommits())
                .isEqualTo(answered(Contender.LOCAL).durableCommits());
        assertThat(behind(Contender.MESSAGE).durableCommits()).isPositive();
    }

    @Test
    void thePageShowsTheseCounts() throws Exception {
        assertThat(Files.readString(ROOT.resolve("docs/benchmarks.md"))).contains(Overview.counted(counts));
    }
}
