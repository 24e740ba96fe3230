package com.changgou.benchmarks;

import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.HistoryClient;
import com.changgou.proof.Database;
import com.changgou.proof.Http;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import com.changgou.proof.ServerCounters;
import com.changgou.proof.ServerCounters.Counter;
import com.changgou.proof.TcConsole;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.springframework.web.client.HttpClientErrorException;
import tools.jackson.databind.JsonNode;

/** Counts what one order makes the servers do, from their own counters; nobody else may be at work. */
final class CountedWork implements AutoCloseable {

    /** Enough for counts that are to be relied on. */
    static final int SURE = 5;

    private static final int MOST = 60;

    private static final Set<String> BY_THE_TC =
            Set.of("BranchCommitRequest", "BranchRollbackRequest", "UndoLogDeleteRequest");

    private final Deployment deployment;
    private final int untilSure;

    /** Logged in once: a login takes as long as phase two lets one wait. */
    private final TcConsole tc;

    private final Map<String, Connection> databases = new TreeMap<>();

    /**
     * Counts.
     *
     * @param deployment where nothing else is at work
     * @param untilSure it is the least when so many orders in a row were not less
     * @throws SQLException if a database does not answer
     */
    CountedWork(Deployment deployment, int untilSure) throws SQLException {
        this.deployment = deployment;
        this.untilSure = untilSure;
        this.tc = deployment.system().tcConsole();
        for (Database database : List.of(
                deployment.system().orderDatabase(),
                deployment.system().goodsDatabase(),
                deployment.system().userDatabase())) {
            databases.put(database.name(), database.connect());
        }
    }

    /**
     * The work of one order.
     *
     * @param contender who placed it
     * @param lines how many SKUs it had
     * @param answered what was done until the client had its answer
     * @param behind what was done after that
     * @param undoBytes what was in both undo logs when the answer came; 0 where there is none
     */
    public record Count(Contender contender, int lines, Work answered, Work behind, long undoBytes) {}

    private record Sample(Work answered, Work all, long undoBytes) {

        /**
         * Phase two may begin before the counters are read, which adds to what was answered and takes from the undo logs: what is
         * behind is all of it without what was answered at least.
         */
        Sample orLess(Sample other) {
            return new Sample(
                    answered.orLess(other.answered), all.orLess(other.all), Math.max(undoBytes, other.undoBytes));
        }
    }

    /**
     * Counts.
     *
     * @param contender who places the order
     * @param lines how many SKUs it has
     * @return the least of several orders
     * @throws SQLException if a database does not answer
     * @throws IllegalStateException if it becomes less and less
     */
    public Count of(Contender contender, int lines) throws SQLException {
        once(contender, lines);
        Sample least = once(contender, lines);
        int notLess = 0;
        for (int time = 1; notLess < untilSure; time++) {
            if (time == MOST) {
                throw new IllegalStateException("An order of " + contender + " is not counted twice alike");
            }
            Sample before = least;
            least = before.orLess(once(contender, lines));
            notLess = least.equals(before) ? notLess + 1 : 0;
        }
        return new Count(contender, lines, least.answered(), least.all().since(least.answered()), least.undoBytes());
    }

    private Sample once(Contender contender, int lines) throws SQLException {
        HistoryClient client = deployment.client(contender, event -> {});
        long first = contender.earnsPoints() ? Deployment.DEAR : Deployment.CHEAP;
        Request request = new Request(
                "u1",
                LongStream.rangeClosed(1, lines)
                        .mapToObj(row -> new Line(first + row, 1))
                        .toList());
        Work before = read(contender);
        if (!(client.place(UUID.randomUUID().toString(), request, contender.mode()) instanceof Ok)) {
            throw new IllegalStateException("An order of " + contender + " was not placed");
        }
        Work answered = read(contender);
        long undoBytes = undoBytes();
        Drain.Result drain =
                new Drain(deployment.system().coordinator(), databases.get("orders"), databases.get("goods")).await();
        if (!drain.open().isEmpty()) {
            throw new IllegalStateException("Phase two of " + contender + " does not end: " + drain.open());
        }
        Work after = ServerCounters.atRest(() -> read(contender));
        return new Sample(answered.since(before), after.since(before), undoBytes);
    }

    private Work read(Contender contender) throws SQLException {
        // The TC first: phase two begins with it.
        Map<String, Long> calls = tc.traffic().entrySet().stream()
                .filter(call -> call.getKey().matches("(Global|Branch|UndoLog)\\w+Request"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        List<ServerCounters> counters = new ArrayList<>();
        for (Connection database : databases.values()) {
            counters.add(ServerCounters.read(database));
        }
        Map<Boolean, Map<String, Long>> bySide = calls.entrySet().stream()
                .collect(Collectors.partitioningBy(
                        call -> BY_THE_TC.contains(call.getKey()),
                        Collectors.toMap(call -> call.getKey().replace("Request", ""), Map.Entry::getValue)));
        return new Work(
                counters.stream()
                        .mapToLong(counted -> counted.get(Counter.STATEMENT))
                        .sum(),
                bySide.get(false),
                bySide.get(true),
                counters.stream().mapToLong(ServerCounters::durableCommits).sum(),
                Stream.of(deployment.orderService(contender.settings()), deployment.goodsService(contender.settings()))
                        .mapToLong(CountedWork::posts)
                        .sum());
    }

    private static long posts(String service) {
        try {
            return Http.to(service)
                    .get()
                    .uri("/actuator/metrics/http.server.requests?tag=method:POST")
                    .retrieve()
                    .requiredBody(JsonNode.class)
                    .at("/measurements/0/value")
                    .asLong();
        } catch (HttpClientErrorException.NotFound noneYet) {
            return 0;
        }
    }

    private long undoBytes() throws SQLException {
        long bytes = 0;
        for (String database : List.of("orders", "goods")) {
            try (Statement statement = databases.get(database).createStatement();
                    ResultSet rows = statement.executeQuery("SELECT SUM(LENGTH(rollback_info)) FROM undo_log")) {
                rows.next();
                bytes += rows.getLong(1);
            }
        }
        return bytes;
    }

    @Override
    public void close() throws SQLException {
        for (Connection database : databases.values()) {
            database.close();
        }
    }
}
