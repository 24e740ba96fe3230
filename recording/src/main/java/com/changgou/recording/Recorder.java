package com.changgou.recording;

import com.changgou.recording.Entry.Moment;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What was recorded of the last transactions, each in the order in which it happened. The oldest go first. */
final class Recorder {

    /** Netty and the driver make their extensions themselves, and give nobody a reference to them. */
    static final Recorder PROCESS = new Recorder(200, 2_000);

    private final int entries;
    private final AtomicLong seq = new AtomicLong();
    private final Map<String, TreeMap<Long, Entry>> transactions;

    Recorder(int transactions, int entries) {
        this.entries = entries;
        this.transactions = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, TreeMap<Long, Entry>> eldest) {
                return size() > transactions;
            }
        };
    }

    /** A transaction: when it was first heard of, its name, and the end that was asked for, as far as they passed here. */
    record Known(
            String xid,
            Instant since,
            @Nullable String name,
            @Nullable String end) {

        static Known of(String xid, Collection<Entry> entries) {
            String name = null;
            String end = null;
            for (Entry entry : entries) {
                name = entry.details().getOrDefault("transactionName", name);
                end = switch (entry.name()) {
                    case "GlobalCommitRequest" -> "commit";
                    case "GlobalRollbackRequest" -> "rollback";
                    default -> end;
                };
            }
            return new Known(xid, entries.iterator().next().at(), name, end);
        }
    }

    Moment now() {
        return new Moment(seq.incrementAndGet(), Instant.now().truncatedTo(ChronoUnit.MICROS));
    }

    synchronized void file(String xid, Entry entry) {
        TreeMap<Long, Entry> filed = transactions.computeIfAbsent(xid, begun -> new TreeMap<>());
        filed.put(entry.seq(), entry);
        if (filed.size() > entries) {
            filed.pollFirstEntry();
        }
    }

    /** Adds what came out later to an entry, unless it is gone. */
    synchronized void amend(String xid, long entry, String key, String value) {
        Map<Long, Entry> filed = transactions.get(xid);
        if (filed != null) {
            filed.computeIfPresent(entry, (number, before) -> before.with(key, value));
        }
    }

    synchronized List<Entry> of(String xid) {
        TreeMap<Long, Entry> filed = transactions.get(xid);
        return filed == null ? List.of() : List.copyOf(filed.values());
    }

    /** The newest first. */
    synchronized List<Known> known() {
        List<Known> known = new ArrayList<>();
        transactions.forEach((xid, filed) -> known.add(0, Known.of(xid, filed.values())));
        return known;
    }
}
