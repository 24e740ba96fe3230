package com.changgou.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Invariant: the console serves its page and opens files where nothing else runs, and says plainly what it cannot do. */
@SpringBootTest(
        properties = {
            "changgou.console.order-service=http://127.0.0.1:1",
            "changgou.console.goods-service=http://127.0.0.1:1",
            "changgou.console.tc.url=http://127.0.0.1:1"
        })
@AutoConfigureMockMvc
class ConsoleApplicationTests {

    @TempDir
    static Path directory;

    @Autowired
    MockMvcTester http;

    @DynamicPropertySource
    static void recordings(DynamicPropertyRegistry properties) {
        properties.add("changgou.console.recording.directory", directory::toString);
    }

    @Test
    void saysThatTheSystemIsNotUp() {
        assertThat(http.get().uri("/api/system"))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.up")
                .isEqualTo(false);
    }

    @Test
    void sayWhyNothingCanBeSeenOfASystemThatIsNotUp() {
        assertThat(http.get().uri("/api/stuck"))
                .hasStatus(503)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .startsWith("A part of the system does not answer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.html",
                "/app.js",
                "/webjars/preact/10.27.2/dist/preact.module.js",
                "/webjars/preact/10.27.2/hooks/dist/hooks.module.js",
                "/_static/htm/3.1.1/dist/htm.module.js"
            })
    void servesEverythingThatThePageNeeds(String path) {
        assertThat(http.get().uri(path)).hasStatusOk();
    }

    /** Or the browser refuses the import map, and with it the whole page. */
    @Test
    void policyNamesTheHashOfTheImportMap() throws Exception {
        String page = http.get().uri("/index.html").exchange().getResponse().getContentAsString();
        Matcher map = Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertThat(map.find()).isTrue();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(map.group(1).getBytes(StandardCharsets.UTF_8));

        assertThat(SecurityHeaders.IMPORT_MAP_HASH)
                .isEqualTo("sha256-" + Base64.getEncoder().encodeToString(digest));
        assertThat(http.get().uri("/index.html"))
                .headers()
                .hasHeaderSatisfying(
                        "Content-Security-Policy",
                        values -> assertThat(values.get(0))
                                .contains("default-src 'self'", SecurityHeaders.IMPORT_MAP_HASH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"userId\":\"u1\",\"skuId\":1,\"quantity\":0,\"mode\":\"at\",\"stepping\":false}",
                "{\"userId\":\"\",\"skuId\":1,\"quantity\":1,\"mode\":\"at\",\"stepping\":false}",
                "{\"userId\":\"u1\",\"skuId\":1,\"quantity\":1,\"stepping\":false}",
                "{\"userId\":\"u1\",\"skuId\":1,\"quantity\":1,\"mode\":\"saga\",\"stepping\":false}",
                "{\"userId\":\"u1\",\"skuId\":1,\"quantity\":1,\"mode\":\"at\",\"fault\":\"order.phase-two-reply-lost\"}",
                "no JSON"
            })
    void refusesWhatMakesNoRecording(String body) {
        assertThat(http.post()
                        .uri("/api/recordings")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(body))
                .hasStatus(400)
                .hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void unknownRecordingIsNotFoundAndCannotGoOn() {
        assertThat(http.get().uri("/api/recordings/none")).hasStatus(404);
        assertThat(http.get().uri("/api/recordings/{id}", "..%2f..%2fsecrets")).hasStatus4xxClientError();
        assertThat(http.post().uri("/api/recordings/none/next")).hasStatus(409);
    }
}
