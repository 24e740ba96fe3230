package com.changgou.faultmatrix.history;

import com.changgou.faultmatrix.history.Event.Invoke;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.Event.Outcome;
import com.changgou.faultmatrix.history.Event.Unknown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that a client saw.
 *
 * @param events in the order in which they were written
 */
public record History(List<Event> events) {

    static final JsonMapper JSON = JsonMapper.shared();

    /** Copies the events. */
    public History {
        events = List.copyOf(events);
    }

    /**
     * One request and what came of it.
     *
     * @param key its Idempotency-Key
     * @param invoke how it was sent; null in a history that was tampered with: an outcome of what was never sent
     * @param first what came of it at first; null where the client was stopped before anything came
     * @param last what is known of it now: what came last
     */
    public record Operation(
            String key,
            @Nullable Invoke invoke,
            @Nullable Outcome first,
            @Nullable Outcome last) {

        /**
         * Whether the client was promised an order.
         *
         * @return true also where it had to ask again
         */
        public boolean isOk() {
            return last instanceof Ok;
        }

        /**
         * Whether the client was refused for good.
         *
         * @return true also where it had to ask again
         */
        public boolean isFailed() {
            return last instanceof Event.Fail;
        }

        /**
         * Whether the client still does not know.
         *
         * @return true where no answer was one
         */
        public boolean isUnknown() {
            return last == null || last instanceof Unknown;
        }

        /**
         * Whether the first answer told nothing.
         *
         * @return true also where asking again has told since
         */
        public boolean wasUnknown() {
            return first == null || first instanceof Unknown;
        }

        /**
         * Whether asking again has shown that a request with an unknown outcome had placed its order. An order that was placed by the
         * asking itself does not count.
         *
         * @return false also where it is not known yet
         */
        public boolean tookEffectUnknown() {
            return wasUnknown() && last instanceof Ok ok && !ok.created();
        }

        private Operation with(Event event) {
            if (event instanceof Invoke sent) {
                return new Operation(key, sent, first, last);
            }
            return event instanceof Outcome outcome
                    ? new Operation(key, invoke, first == null ? outcome : first, outcome)
                    : this;
        }
    }

    /**
     * Reads a history back.
     *
     * @param file what {@link HistoryFile} has written
     * @return all of it
     * @throws IOException if it cannot be read
     * @throws tools.jackson.core.JacksonException if a line is none of a history
     */
    public static History read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return new History(
                    lines.map(line -> JSON.readValue(line, Event.class)).toList());
        }
    }

    /**
     * The requests, in the order in which they were sent.
     *
     * @return by their Idempotency-Key
     */
    public Map<String, Operation> operations() {
        Map<String, Operation> operations = new LinkedHashMap<>();
        for (Event event : events) {
            Operation before = operations.getOrDefault(event.key(), new Operation(event.key(), null, null, null));
            operations.put(event.key(), before.with(event));
        }
        return operations;
    }
}
