package com.changgou.faultmatrix.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.faultmatrix.check.Canary.Probe;
import com.changgou.faultmatrix.check.State.Sku;
import com.changgou.faultmatrix.history.Event.Fail;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.Event.Outcome;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CanaryTests {

    private static final List<Sku> SKUS =
            LongStream.rangeClosed(1, 60).mapToObj(id -> new Sku(id, 100, 0)).toList();

    private final List<Request> placed = new ArrayList<>();

    @Test
    void everySkuIsOrderedInEachModeByOrdersOfAtMost50Lines() {
        List<Probe> probes = run(SKUS, Duration.ZERO, (request, mode) -> true);
        assertThat(probes)
                .hasSize(60 * 4)
                .allMatch(Probe::passed)
                .doesNotHaveDuplicates()
                .extracting(Probe::mode)
                .contains(Mode.values());
        assertThat(placed).hasSize(8).allMatch(request -> request.lines().size() <= 50);
    }

    @Test
    void aSkuThatIsStuckIsNamedWithItsMode() {
        List<Probe> probes =
                run(SKUS, Duration.ofMillis(300), (request, mode) -> mode != Mode.TCC || !names(request, 7));
        assertThat(probes).filteredOn(probe -> !probe.passed()).singleElement().satisfies(stuck -> {
            assertThat(stuck.skuId()).isEqualTo(7);
            assertThat(stuck.mode()).isEqualTo(Mode.TCC);
            assertThat(stuck.answer()).contains("503");
        });
        assertThat(probes).hasSize(60 * 4);
    }

    @Test
    void whatPassesLaterButWithinTheLimitPasses() {
        List<Probe> probes = run(SKUS.subList(0, 3), Duration.ofSeconds(20), (request, mode) -> placed.size() > 2);
        assertThat(probes).hasSize(3 * 4).allMatch(Probe::passed);
    }

    @Test
    void allAreStuckWhereTheyPassAloneOnly() {
        List<Probe> probes = run(
                SKUS.subList(0, 3),
                Duration.ofMillis(300),
                (request, mode) -> request.lines().size() == 1);
        assertThat(probes).hasSize(3 * 4).noneMatch(Probe::passed);
    }

    @Test
    void aSkuWithoutAPieceForEachModeIsNotTried() {
        assertThat(run(List.of(new Sku(1, 3, 0)), Duration.ZERO, (request, mode) -> true))
                .isEmpty();
        assertThat(placed).isEmpty();
    }

    private List<Probe> run(List<Sku> skus, Duration limit, BiPredicate<Request, Mode> passes) {
        return new Canary((request, mode) -> place(request, passes.test(request, mode)), "u1").run(skus, limit);
    }

    private Outcome place(Request request, boolean passes) {
        placed.add(request);
        return passes
                ? new Ok("key", Instant.EPOCH, 201, "order", "xid")
                : new Fail("key", Instant.EPOCH, 503, "urn:problem:goods-unavailable");
    }

    private static boolean names(Request request, long sku) {
        return request.lines().stream().anyMatch(line -> line.skuId() == sku);
    }
}
