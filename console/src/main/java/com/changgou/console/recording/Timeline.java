package com.changgou.console.recording;

import com.changgou.console.recording.Event.Kind;
import com.changgou.console.recording.Event.Lane;
import com.changgou.console.recording.Recorders.Entry;
import com.changgou.console.recording.Recorders.Parts;
import com.changgou.proof.TcConsole.SeenMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes one line of events from what sender and receiver have recorded, each by itself. Ordered by the time at which each left its
 * sender, or was seen first: right as long as all run on one host.
 */
final class Timeline {

    private static final String ORDERS = "order-service";
    private static final String GOODS = "goods-service";

    private final boolean tcRecords;
    private final List<Draft> drafts = new ArrayList<>();

    private Timeline(boolean tcRecords) {
        this.tcRecords = tcRecords;
    }

    static List<Event> of(Parts parts) {
        Timeline timeline = new Timeline(parts.tc() != null);
        timeline.messages(parts);
        timeline.calls(http(parts.orders(), "client"), http(parts.goods(), "server"));
        timeline.requests(http(parts.orders(), "server"));
        timeline.within(parts.orders(), Lane.RM_ORDERS, Lane.DB_ORDERS);
        timeline.within(parts.goods(), Lane.RM_GOODS, Lane.DB_GOODS);
        return timeline.events();
    }

    /** An event without its number. */
    private record Draft(
            Instant at,
            Kind kind,
            Lane from,
            Lane to,
            String name,
            @Nullable String exchange,
            boolean answer,
            @Nullable Boolean arrived,
            @Nullable String branchId,
            @Nullable String text,
            Map<String, String> details) {

        Event event(int n, @Nullable Integer answers) {
            Map<String, String> rest = new LinkedHashMap<>(details);
            String role = rest.remove("role");
            return new Event(n, at, kind, from, to, name, answers, arrived, role, branchId, text, rest);
        }
    }

    /** What one end has seen of one message of Seata's protocol. */
    private record Sighting(
            boolean byTc,
            boolean toTc,
            Instant at,
            Lane client,
            String name,
            String exchange,
            boolean answer,
            @Nullable String branchId,
            Map<String, String> details) {

        static Sighting of(String application, Entry entry) {
            return new Sighting(
                    false,
                    entry.sent(),
                    entry.at(),
                    lane(application, String.valueOf(entry.side())),
                    entry.name(),
                    exchange(application, entry.side(), entry.id(), entry.name()),
                    entry.answer(),
                    entry.branchId(),
                    entry.details());
        }

        static Sighting of(SeenMessage seen) {
            return new Sighting(
                    true,
                    seen.received(),
                    seen.at(),
                    lane(String.valueOf(seen.client()), String.valueOf(seen.side())),
                    seen.name(),
                    exchange(String.valueOf(seen.client()), seen.side(), seen.id(), seen.name()),
                    seen.answer(),
                    seen.branchId(),
                    seen.details());
        }

        /** Each end counts its own requests: the same id may stand for a question of the TC and for one of its client. */
        private static String exchange(String application, @Nullable String side, @Nullable String id, String name) {
            return String.join(
                    "/",
                    application,
                    String.valueOf(side),
                    String.valueOf(id),
                    name.replaceFirst("(Request|Response)$", ""));
        }

        private static Lane lane(String application, String side) {
            if (application.equals(GOODS)) {
                return Lane.RM_GOODS;
            }
            return side.equals("tm") ? Lane.TM : Lane.RM_ORDERS;
        }
    }

    private void messages(Parts parts) {
        Map<String, List<Sighting>> messages = Stream.of(
                        sightings(ORDERS, parts.orders()),
                        sightings(GOODS, parts.goods()),
                        // What went to somebody whom the TC does not know any more is seen at the other end, or not at
                        // all.
                        Stream.ofNullable(parts.tc())
                                .flatMap(List::stream)
                                .filter(seen -> seen.client() != null)
                                .map(Sighting::of))
                .flatMap(sightings -> sightings)
                .collect(Collectors.groupingBy(
                        sighting -> sighting.exchange() + "/" + sighting.name(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        messages.values().forEach(this::message);
    }

    private static Stream<Sighting> sightings(String application, List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.kind().equals("message"))
                .map(entry -> Sighting.of(application, entry));
    }

    /** One message, seen at one end or at both. */
    private void message(List<Sighting> ends) {
        Sighting seen = ends.get(0);
        boolean receiverRecords = tcRecords || !seen.toTc();
        boolean received = ends.stream().anyMatch(end -> end.byTc() == seen.toTc());
        drafts.add(new Draft(
                ends.stream().map(Sighting::at).min(Comparator.naturalOrder()).orElseThrow(),
                Kind.MESSAGE,
                seen.toTc() ? seen.client() : Lane.TC,
                seen.toTc() ? Lane.TC : seen.client(),
                seen.name(),
                seen.exchange(),
                seen.answer(),
                receiverRecords ? (Boolean) received : null,
                seen.branchId(),
                null,
                seen.details()));
    }

    private static List<Entry> http(List<Entry> entries, String side) {
        return entries.stream()
                .filter(entry -> entry.kind().equals("http") && side.equals(entry.side()))
                .toList();
    }

    /** From the order service to the goods service: the n-th call of the one is the n-th request of the other. */
    private void calls(List<Entry> sent, List<Entry> received) {
        List<Entry> calls = requestsOf(sent);
        List<Entry> served = requestsOf(received);
        for (int i = 0; i < calls.size(); i++) {
            Entry call = calls.get(i);
            Entry at = i < served.size() ? served.get(i) : null;
            Entry came = answerTo(call, sent);
            Entry left = at == null ? null : answerTo(at, received);
            String exchange = "call/" + i;
            drafts.add(http(call.at(), call, Lane.TM, Lane.RM_GOODS, exchange, at != null));
            boolean whole = came != null && !came.details().containsKey("error");
            if (left != null) {
                // The filter notes its answer when all of it is written: the caller may have it by then.
                Instant gone = whole && came.at().isBefore(left.at()) ? came.at() : left.at();
                drafts.add(http(gone, left, Lane.RM_GOODS, Lane.TM, exchange, whole));
            } else if (came != null) {
                drafts.add(http(came.at(), came, Lane.RM_GOODS, Lane.TM, exchange, whole));
            }
        }
    }

    /** From the client to the order service; the client records nothing. */
    private void requests(List<Entry> received) {
        for (Entry request : requestsOf(received)) {
            String exchange = "request/" + request.id();
            drafts.add(http(request.at(), request, Lane.CLIENT, Lane.TM, exchange, true));
            Entry answer = answerTo(request, received);
            if (answer != null) {
                drafts.add(http(answer.at(), answer, Lane.TM, Lane.CLIENT, exchange, null));
            }
        }
    }

    private static Draft http(Instant at, Entry entry, Lane from, Lane to, String exchange, @Nullable Boolean arrived) {
        return new Draft(
                at, Kind.HTTP, from, to, entry.name(), exchange, entry.answer(), arrived, null, null, entry.details());
    }

    private static List<Entry> requestsOf(List<Entry> entries) {
        return entries.stream().filter(entry -> !entry.answer()).toList();
    }

    private static @Nullable Entry answerTo(Entry request, List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.answer() && String.valueOf(entry.id()).equals(request.id()))
                .findFirst()
                .orElse(null);
    }

    /** What a service does with its database, and where it was held or made to fail. */
    private void within(List<Entry> entries, Lane service, Lane database) {
        for (Entry entry : entries) {
            switch (entry.kind()) {
                case "sql" -> drafts.add(within(entry, Kind.SQL, service, database));
                case "pause" -> drafts.add(within(entry, Kind.PAUSE, mark(entry, service), mark(entry, service)));
                case "fault" -> drafts.add(within(entry, Kind.FAULT, mark(entry, service), mark(entry, service)));
                default -> {
                    // seen from both ends
                }
            }
        }
    }

    private static Draft within(Entry entry, Kind kind, Lane from, Lane to) {
        return new Draft(
                entry.at(),
                kind,
                from,
                to,
                entry.name(),
                null,
                false,
                kind == Kind.SQL ? (Boolean) !entry.details().containsKey("error") : null,
                entry.branchId(),
                entry.text(),
                entry.details());
    }

    private static Lane mark(Entry entry, Lane service) {
        return entry.name().matches("order\\.(before-goods-call|after-goods-call|after-decision)") ? Lane.TM : service;
    }

    private List<Event> events() {
        drafts.sort(Comparator.comparing(Draft::at).thenComparing(Draft::answer));
        Map<String, Integer> requests = new HashMap<>();
        List<Event> events = new ArrayList<>();
        for (Draft draft : drafts) {
            int n = events.size() + 1;
            if (draft.exchange() != null && !draft.answer()) {
                requests.put(draft.exchange(), n);
            }
            events.add(draft.event(n, draft.answer() ? requests.get(draft.exchange()) : null));
        }
        return events;
    }
}
