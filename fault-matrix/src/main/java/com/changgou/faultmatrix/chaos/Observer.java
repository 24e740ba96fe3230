package com.changgou.faultmatrix.chaos;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.changgou.faultmatrix.cell.Stage;
import com.changgou.faultmatrix.check.Canary;
import com.changgou.faultmatrix.check.Samples;
import com.changgou.faultmatrix.check.Samples.CommittedReads;
import com.changgou.faultmatrix.check.Samples.CommittedStock;
import com.changgou.faultmatrix.check.Samples.StockSeen;
import com.changgou.faultmatrix.wire.Decisions;
import com.changgou.proof.Database;
import com.changgou.proof.OrderApi;
import com.changgou.proof.OrderApi.Answer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.web.client.RestClientException;

/** Reads while a run goes on, past the taps: what a faulty moment lets an observer see is part of what must hold. */
final class Observer implements AutoCloseable {

    private static final int STOCK_MILLIS = 500;
    private static final int COMMITTED_MILLIS = 100;
    private static final int DECISIONS_MILLIS = 5_000;
    private static final int SKUS = 50;

    private final Stage stage;
    private final Database goods;
    private final OrderApi goodsService;
    private final Decisions decisions;
    private final List<StockSeen> stock = new CopyOnWriteArrayList<>();
    private final List<CommittedStock> committed = new CopyOnWriteArrayList<>();
    private final AtomicLong turn = new AtomicLong();
    private final AtomicLong foreignXids = new AtomicLong();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);

    Observer(Stage stage) {
        this.stage = stage;
        this.goods = stage.system().goodsDatabase();
        this.goodsService = new OrderApi(stage.system().site().goodsService());
        this.decisions = new Decisions(stage.edges().log());
        often(this::readStock, STOCK_MILLIS);
        often(this::readCommitted, COMMITTED_MILLIS);
        often(this::readForeignXids, STOCK_MILLIS);
        // The log forgets, the decisions do not.
        often(decisions::seen, DECISIONS_MILLIS);
    }

    /** Whoever does not answer is what the run is about: it is read again. */
    private void often(Runnable read, int millis) {
        threads.scheduleWithFixedDelay(read, 0, millis, MILLISECONDS);
    }

    private void readStock() {
        try (Connection connection = goods.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT id, stock, frozen FROM tb_sku WHERE stock < 0 OR frozen < 0 OR id = 1")) {
            while (rows.next()) {
                stock.add(new StockSeen(Instant.now(), rows.getLong(1), rows.getInt(2), rows.getInt(3)));
            }
        } catch (SQLException down) {
            // Read again.
        }
    }

    private void readCommitted() {
        long sku = 1 + turn.getAndIncrement() % SKUS;
        Instant from = Instant.now();
        try {
            Answer answer = goodsService.get("/skus/" + sku + "?isolation=committed");
            if (answer.status() == 200) {
                committed.add(new CommittedStock(
                        from, Instant.now(), sku, answer.body().path("stock").asInt()));
            }
        } catch (RestClientException down) {
            // Read again.
        }
    }

    /** A service that is started again counts from zero: what was seen once is not forgotten. */
    private void readForeignXids() {
        stage.foreignXids().ifPresent(now -> foreignXids.accumulateAndGet(now, Math::max));
    }

    Samples samples(List<Canary.Probe> canaries) {
        return new Samples(
                List.copyOf(stock),
                Optional.of(new CommittedReads(List.copyOf(committed), List.of())),
                Optional.of(canaries),
                OptionalLong.of(foreignXids.get()),
                decisions.seen(),
                Map.of(),
                OptionalLong.empty());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
