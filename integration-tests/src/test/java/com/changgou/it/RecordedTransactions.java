package com.changgou.it;

import com.changgou.it.SystemUnderTest.Part;
import com.changgou.proof.TcConsole.SeenMessage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** What both services, the TC and the TC's own log have recorded of a transaction. */
record RecordedTransactions(LocalProcessSystem system) {

    String xid(String key) {
        JsonNode known = orderService().get().uri("/recorded").retrieve().body(JsonNode.class);
        return known.values().stream()
                .map(transaction -> text(transaction, "xid"))
                .filter(xid -> entries("order-service", xid)
                        .anyMatch(entry -> text(entry.path("details"), "key").equals(key)))
                .findFirst()
                .orElseThrow();
    }

    List<String> statements(String service, String xid, String... roles) {
        return entries(service, xid)
                .filter(entry -> List.of(roles).contains(text(entry.path("details"), "role")))
                .map(entry -> text(entry, "name"))
                .toList();
    }

    List<String> receivedByTheTcsLog(String xid) {
        return Pattern.compile(
                        "(?:receive msg\\[\\w+]: (?<request>\\w+)|result msg\\[\\w+]: (?<begun>GlobalBegin)Response)"
                                + "\\{.*xid='?" + Pattern.quote(xid) + "\\b")
                .matcher(system.log(Part.TC))
                .results()
                .map(line -> line.group(1) == null ? line.group(2) + "Request" : line.group(1))
                .toList();
    }

    Stream<JsonNode> entries(String service, String xid) {
        return (service.equals("order-service") ? orderService() : goodsService())
                .get().uri("/recorded/{xid}", xid).retrieve().body(JsonNode.class).path("entries").values().stream();
    }

    Stream<SeenMessage> traffic(String xid) {
        return system.system().tcConsole().traffic(xid).stream();
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    private RestClient orderService() {
        return RestClient.create(system.system().site().orderService());
    }

    private RestClient goodsService() {
        return RestClient.create(system.system().site().goodsService());
    }

    static String message(JsonNode entry) {
        Map<String, String> details = new TreeMap<>();
        entry.path("details").forEachEntry((name, value) -> details.put(name, value.asString()));
        return text(entry, "name") + " " + text(entry, "id") + " of " + text(entry, "branchId") + " " + details;
    }

    static String message(SeenMessage message) {
        String branch = message.branchId() == null ? "" : message.branchId();
        return message.name() + " " + message.id() + " of " + branch + " " + new TreeMap<>(message.details());
    }
}
