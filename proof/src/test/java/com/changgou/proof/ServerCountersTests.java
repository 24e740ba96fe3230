package com.changgou.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.changgou.proof.ServerCounters.Counter;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerCountersTests {

    private static final List<String> ON_BOTH = List.of(
            "Questions",
            "Com_select",
            "Com_insert",
            "Com_update",
            "Com_delete",
            "Com_commit",
            "Com_rollback",
            "Com_xa_start",
            "Com_xa_end",
            "Com_xa_prepare",
            "Com_xa_commit",
            "Com_xa_rollback",
            "Innodb_log_writes",
            "trx_commits_insert_update");

    @Test
    void differenceIsTakenCounterByCounter() {
        ServerCounters before = ServerCounters.of(reading(Map.of("Com_xa_prepare", 7L, "Com_select", 100L)));
        ServerCounters after = ServerCounters.of(reading(Map.of("Com_xa_prepare", 9L, "Com_select", 100L)));

        ServerCounters difference = after.since(before);

        assertThat(difference.get(Counter.XA_PREPARE)).isEqualTo(2);
        assertThat(difference.values()).containsOnlyKeys(Counter.values());
        assertThat(difference.values().values().stream().mapToLong(Long::longValue))
                .filteredOn(count -> count != 0)
                .hasSize(1);
    }

    /** MySQL has both, and flushes its log in another thread than it writes it. */
    @Test
    void flushesAreFsyncsWhereTheServerCountsThem() {
        Map<String, Long> mariaDb = reading(Map.of("Innodb_log_writes", 20L));
        Map<String, Long> mySql = reading(Map.of("Innodb_log_writes", 36L, "Innodb_os_log_fsyncs", 30L));

        assertThat(ServerCounters.of(mariaDb).get(Counter.LOG_FLUSH)).isEqualTo(20);
        assertThat(ServerCounters.of(mySql).get(Counter.LOG_FLUSH)).isEqualTo(30);
    }

    @Test
    void counterThatIsSwitchedOffIsNotTakenForZero() {
        Map<String, Long> reading = reading(Map.of());
        reading.remove("trx_commits_insert_update");

        assertThatThrownBy(() -> ServerCounters.of(reading))
                .isInstanceOf(ObservationException.class)
                .hasMessageContaining("trx_commits_insert_update");
    }

    private static Map<String, Long> reading(Map<String, Long> values) {
        Map<String, Long> reading = new HashMap<>();
        ON_BOTH.forEach(name -> reading.put(name, 0L));
        reading.putAll(values);
        return reading;
    }

    @Test
    void atRestIsWhatTwoReadingsShowAlike() {
        Iterator<Long> readings = List.of(1L, 2L, 3L, 3L, 4L).iterator();

        assertThat(ServerCounters.atRest(readings::next)).isEqualTo(3);
        assertThat(readings.next()).isEqualTo(4);
    }
}
