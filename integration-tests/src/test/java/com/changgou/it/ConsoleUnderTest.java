package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.it.ConsolePage.Wanted;
import com.changgou.launcher.system.Topology;
import com.changgou.proof.OrderApi;
import com.changgou.proof.OrderApi.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A system with a console, and a browser in front of it. */
record ConsoleUnderTest(LocalProcessSystem system, OrderApi api, Browser browser, ConsolePage page)
        implements AutoCloseable {

    static ConsoleUnderTest start(String name) {
        LocalProcessSystem system = LocalProcessSystem.startFresh(
                name,
                Map.of(),
                new Topology(
                        new Topology.Databases.Embedded(),
                        new Topology.Broker.Embedded(),
                        new Topology.TcStore.Files(),
                        false,
                        true));
        int port = system.system().installation().ports().console();
        try {
            Path home = system.system().installation().home();
            Browser browser = Browser.start(home.resolve("browser"));
            return new ConsoleUnderTest(
                    system, new OrderApi("http://127.0.0.1:" + port), browser, new ConsolePage(browser.driver(), port));
        } catch (RuntimeException noBrowser) {
            system.close();
            throw noBrowser;
        }
    }

    PlainReads databases() {
        return new PlainReads(system);
    }

    /** What the page asks for when the form is sent. Returns the id of the recording. */
    String record(Wanted wanted) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("userId", wanted.user());
        order.put("skuId", wanted.sku());
        order.put("quantity", wanted.quantity());
        order.put("mode", wanted.mode().toString());
        order.put("fault", wanted.fault());
        order.put("stepping", wanted.stepping());
        Answer answer = api.post("/api/recordings", JsonMapper.shared().writeValueAsString(order), null);
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.body().path("id").asString();
    }

    /** Records an order from its begin to its end. Returns the id of the recording. */
    String recordWhole(Wanted wanted) {
        String id = record(wanted);
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> recording(id).path("state").asString().matches("ended|failed"));
        return id;
    }

    /** Lets a recording go on from step to step until it is held at a point. */
    void goOnTo(String id, String point) {
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    String held = recording(id).path("held").path("point").asString("");
                    if (!held.isEmpty() && !held.equals(point)) {
                        next(id);
                        await().until(() -> !held.equals(
                                recording(id).path("held").path("point").asString("")));
                    }
                    return held.equals(point);
                });
    }

    void next(String id) {
        api.post("/api/recordings/" + id + "/next", "", null);
    }

    JsonNode recording(String id) {
        return api.get("/api/recordings/" + id).body();
    }

    /** Lets go what a test that failed has left: there is one recording at a time. */
    void letAllGo() {
        for (JsonNode recording : api.get("/api/recordings").body().values()) {
            if (recording.path("state").asString().matches("running|held")) {
                String id = recording.path("id").asString();
                api.post("/api/recordings/" + id + "/run", "", null);
                await().atMost(Duration.ofSeconds(90))
                        .until(() -> recording(id).path("state").asString().matches("ended|failed"));
            }
        }
    }

    @Override
    public void close() {
        browser.close();
        system.close();
    }
}
