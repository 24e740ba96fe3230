package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.it.SystemUnderTest.Part;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Answer;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** Invariant: what the services and the TC record of a transaction is what passed, no more and no less, in the order in which it passed. */
class RecordingIT {

    private static LocalProcessSystem system;

    @BeforeAll
    static void start() {
        system = LocalProcessSystem.startFresh("recording", Map.of());
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @AfterEach
    void clear() {
        system.faults().clear();
    }

    @ParameterizedTest
    @CsvSource({"AT, false", "AT, true", "TCC, false", "XA, false"})
    void bothEndsSawTheSameMessages(Mode mode, boolean fails) {
        String xid = place(mode, fails);

        for (String client : List.of("order-service", "goods-service")) {
            for (String side : List.of("tm", "rm")) {
                assertThat(messages(entries(client, xid), "side", side))
                        .as("%s of %s", side, client)
                        .isEqualTo(messages(
                                traffic(xid)
                                        .filter(message -> message.path("client")
                                                .asString()
                                                .equals(client)),
                                "side",
                                side));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"AT, false", "AT, true", "TCC, false", "XA, false"})
    void theTcsOwnLogSaysTheSame(Mode mode, boolean fails) {
        String xid = place(mode, fails);

        assertThat(traffic(xid)
                        .filter(message -> message.path("received").asBoolean())
                        .map(message -> message.path("name").asString()))
                .isEqualTo(receivedByTheTcsLog(xid));
    }

    static String dump(String xid) {
        return entries("order-service", xid).toList() + "\n"
                + entries("goods-service", xid).toList() + "\n" + traffic(xid).toList() + "\n"
                + receivedByTheTcsLog(xid);
    }

    private static String place(Mode mode, boolean fails) {
        if (fails) {
            system.faults().arm("order.after-insert", "throw");
        }
        String key = UUID.randomUUID().toString();
        Answer answer = system.orders().place(new Request("u1", List.of(new Line(1, 2))), key, mode);
        assertThat(answer.status()).isEqualTo(fails ? 500 : 201);
        String xid = xid(key);
        int ends = fails ? 2 : 2;
        await().until(() -> traffic(xid)
                        .filter(message -> message.path("name").asString().matches("Branch(Commit|Rollback)Response"))
                        .count()
                == ends);
        System.out.println("DUMP " + mode + fails + "\n" + dump(xid));
        return xid;
    }

    private static String xid(String key) {
        return stream(http(system.system().site().orderService())
                        .get()
                        .uri("/recorded")
                        .retrieve()
                        .body(JsonNode.class))
                .map(known -> known.path("xid").asString())
                .filter(xid -> entries("order-service", xid)
                        .anyMatch(entry ->
                                entry.path("details").path("key").asString("").equals(key)))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> messages(Stream<JsonNode> messages, String field, String value) {
        return messages.filter(message -> message.path(field).asString("").equals(value))
                .map(message -> message.path("name").asString() + " "
                        + message.path("branchId").asString("") + " "
                        + message.path("id").asString())
                .toList();
    }

    private static List<String> receivedByTheTcsLog(String xid) {
        return Pattern.compile("receive msg\\[\\w+]: (\\w+)\\W.*" + Pattern.quote(xid))
                .matcher(system.log(Part.TC))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static Stream<JsonNode> entries(String service, String xid) {
        String url = service.equals("order-service")
                ? system.system().site().orderService()
                : system.system().site().goodsService();
        return stream(http(url)
                .get()
                .uri("/recorded/{xid}", xid)
                .retrieve()
                .body(JsonNode.class)
                .path("entries"));
    }

    private static Stream<JsonNode> traffic(String xid) {
        String tc = "http://127.0.0.1:" + system.system().installation().ports().tcHttp();
        return stream(http(tc).get()
                .uri("/api/v1/traffic/{xid}", xid)
                .header("Authorization", token())
                .retrieve()
                .body(JsonNode.class));
    }

    private static String token() {
        return "";
    }

    private static RestClient http(String url) {
        return RestClient.create(url);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return array.values().stream();
    }
}
