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

    /** What both ends have seen of one message of Seata's protocol. */
    private static final class Sighting {

        private @Nullable Entry client;
        private @Nullable SeenMessage tc;
    }

    private void messages(Parts parts) {
        Map<String, Sighting> sightings = new LinkedHashMap<>();
        Map<String, String> applications = new HashMap<>();
        for (String application : List.of(ORDERS, GOODS)) {
            for (Entry entry : application.equals(ORDERS) ? parts.orders() : parts.goods()) {
                if (entry.kind().equals("message")) {
                    String message = application + "/" + entry.id() + "/" + entry.name();
                    applications.put(message, application);
                    sightings.computeIfAbsent(message, unseen -> new Sighting()).client = entry;
                }
            }
        }
        for (SeenMessage seen : parts.tc() == null ? List.<SeenMessage>of() : parts.tc()) {
            String message = seen.client() + "/" + seen.id() + "/" + seen.name();
            applications.put(message, seen.client());
            sightings.computeIfAbsent(message, unseen -> new Sighting()).tc = seen;
        }
        sightings.forEach((message, sighting) -> message(applications.get(message), sighting));
    }

    private void message(String application, Sighting sighting) {
        Entry client = sighting.client;
        SeenMessage tc = sighting.tc;
        boolean toTc = client != null ? client.sent() : tc != null && tc.received();
        String name = client != null ? client.name() : String.valueOf(tc == null ? null : tc.name());
        Lane lane = lane(application, name);
        Boolean arrived = toTc ? (tcRecords ? (Boolean) (tc != null) : null) : (Boolean) (client != null);
        Instant at = earliest(client == null ? null : client.at(), tc == null ? null : tc.at());
        drafts.add(new Draft(
                at,
                Kind.MESSAGE,
                toTc ? lane : Lane.TC,
                toTc ? Lane.TC : lane,
                name,
                application + "/" + (client != null ? client.id() : tc == null ? "" : tc.id()) + "/"
                        + name.replaceFirst("(Request|Response)$", ""),
                client != null ? client.answer() : tc != null && tc.answer(),
                arrived,
                client != null ? client.branchId() : tc == null ? null : tc.branchId(),
                null,
                client != null ? client.details() : tc == null ? Map.of() : tc.details()));
    }

    private static Lane lane(String application, String message) {
        if (application.equals(GOODS)) {
            return Lane.RM_GOODS;
        }
        return message.matches("Global(Begin|Commit|Rollback|Status|Report).*") ? Lane.TM : Lane.RM_ORDERS;
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
                Instant gone = earliest(left.at(), whole && came != null ? came.at() : null);
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

    /** A sender that records what it has sent only after that may be later than the receiver: nothing arrives before it left. */
    private static Instant earliest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one != null ? one : other != null ? other : Instant.EPOCH;
        }
        return one.isBefore(other) ? one : other;
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
