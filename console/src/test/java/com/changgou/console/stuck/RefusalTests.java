package com.changgou.console.stuck;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.console.recording.Recorders.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Invariant: a branch waits from its first refusal in a row until it is taken, and for the rows that it asks for. */
class RefusalTests {

    private static final Instant BEGIN = Instant.parse("2026-11-26T11:00:00Z");

    @Test
    void waitsSinceTheFirstRefusalWhileItIsAskedForAgain() {
        Refusal refusal = Refusal.of(List.of(asked(1), refused(2), asked(3), refused(4), asked(5)))
                .orElseThrow();

        assertThat(refusal.since()).isEqualTo(BEGIN.plusMillis(2));
        assertThat(refusal.resourceId()).isEqualTo("jdbc:mysql://127.0.0.1:3317/goods");
        assertThat(refusal.rows()).containsExactly("tb_sku:1", "tb_sku:2", "tb_stock_journal:a_1");
    }

    @Test
    void whatWasTakenWaitsNoMore() {
        assertThat(Refusal.of(List.of(asked(1), refused(2), asked(3), taken(4))))
                .isEmpty();
    }

    @Test
    void isCountedAnewAfterItWasTaken() {
        assertThat(Refusal.of(List.of(asked(1), refused(2), asked(3), taken(4), asked(5), refused(6))))
                .get()
                .extracting(Refusal::since)
                .isEqualTo(BEGIN.plusMillis(6));
    }

    @Test
    void whatIsAskedForTheFirstTimeWaitsForNobody() {
        assertThat(Refusal.of(List.of(asked(1)))).isEmpty();
    }

    private static Entry asked(long millis) {
        return entry(
                millis,
                "BranchRegisterRequest",
                false,
                Map.of(
                        "resourceId",
                        "jdbc:mysql://127.0.0.1:3317/goods",
                        "lockKeys",
                        "tb_sku:1,2;TB_STOCK_JOURNAL:a_1"));
    }

    private static Entry refused(long millis) {
        return entry(millis, "BranchRegisterResponse", true, Map.of("transactionExceptionCode", "LockKeyConflict"));
    }

    private static Entry taken(long millis) {
        return entry(millis, "BranchRegisterResponse", true, Map.of("transactionExceptionCode", "Unknown"));
    }

    private static Entry entry(long millis, String name, boolean answer, Map<String, String> details) {
        return new Entry(
                millis,
                BEGIN.plusMillis(millis),
                "message",
                "rm",
                !answer,
                name,
                String.valueOf(millis),
                answer,
                null,
                null,
                details);
    }
}
