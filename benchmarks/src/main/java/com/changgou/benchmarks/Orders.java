package com.changgou.benchmarks;

import com.changgou.benchmarks.load.Answer;
import com.changgou.benchmarks.load.Target;
import com.changgou.faultmatrix.history.Event.Fail;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.Event.Outcome;
import com.changgou.faultmatrix.history.HistoryClient;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** What is ordered in one round; it follows from the seed and the client alone. */
final class Orders {

    private static final int CUSTOMERS = 10;

    private final Entry entry;
    private final long seed;
    private final Map<Integer, Customer> customers = new ConcurrentHashMap<>();

    Orders(Entry entry, long seed) {
        this.entry = entry;
        this.seed = seed;
    }

    Target through(HistoryClient client) {
        String mode = entry.contender().mode();
        return (number, sequence) -> {
            Request request = customers.computeIfAbsent(number, Customer::new).next();
            return answer(client.place(UUID.randomUUID().toString(), request, mode));
        };
    }

    private static Answer answer(Outcome outcome) {
        if (outcome instanceof Ok) {
            return Answer.PLACED;
        }
        return outcome instanceof Fail ? Answer.REFUSED : Answer.UNKNOWN;
    }

    /** Used by one thread at a time. */
    private final class Customer {

        private final String id;
        private final Random random;
        private final LongSupplier rows;

        Customer(int number) {
            this.id = "u" + (1 + number % CUSTOMERS);
            this.random = new Random(31 * seed + number);
            this.rows = entry.rows().sampler(random.nextLong());
        }

        Request next() {
            long first = entry.contender().earnsPoints() ? Deployment.DEAR : Deployment.CHEAP;
            List<Line> lines = new ArrayList<>(LongStream.generate(rows)
                    .distinct()
                    .limit(entry.lines())
                    .mapToObj(row -> new Line(first + row, 1))
                    .toList());
            if (random.nextDouble() < entry.soldOutShare()) {
                lines.add(new Line(Deployment.SOLD_OUT, 1));
            }
            return new Request(id, lines);
        }
    }
}
