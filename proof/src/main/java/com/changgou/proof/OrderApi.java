package com.changgou.proof;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The services' HTTP API as a client uses it. Answers are returned as they are; no status is an exception. */
public final class OrderApi {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** An order may be held at a fault point until somebody lets it go on. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final RestClient http;

    /**
     * A client of one service.
     *
     * @param url where it listens
     */
    public OrderApi(String url) {
        this.http = Http.to(url, PATIENCE);
    }

    /**
     * A line of an order.
     *
     * @param skuId the SKU
     * @param quantity how many pieces
     */
    public record Line(long skuId, int quantity) {}

    /**
     * What is posted.
     *
     * @param userId the customer
     * @param lines what is ordered
     */
    public record Request(String userId, List<Line> lines) {}

    /**
     * What came back.
     *
     * @param status the HTTP status
     * @param contentType the media type, or an empty string
     * @param body the JSON, or a null node
     */
    public record Answer(int status, String contentType, JsonNode body) {}

    /**
     * Places an order under AT.
     *
     * @param request what to order
     * @param key the Idempotency-Key, or null to send none
     * @return the answer
     */
    public Answer place(Request request, @Nullable String key) {
        return place(request, key, Mode.AT);
    }

    /**
     * Places an order.
     *
     * @param request what to order
     * @param key the Idempotency-Key, or null to send none
     * @param mode the branches of its global transaction
     * @return the answer
     */
    public Answer place(Request request, @Nullable String key, Mode mode) {
        return post("/orders?mode=" + mode, JSON.writeValueAsString(request), key);
    }

    /**
     * Posts any text as JSON.
     *
     * @param path where
     * @param body the text
     * @param key the Idempotency-Key, or null to send none
     * @return the answer
     */
    public Answer post(String path, String body, @Nullable String key) {
        return exchange(HttpMethod.POST, path, body, key);
    }

    /**
     * Gets a resource.
     *
     * @param path where, with its query
     * @return the answer
     */
    public Answer get(String path) {
        return exchange(HttpMethod.GET, path, null, null);
    }

    private Answer exchange(HttpMethod method, String path, @Nullable String body, @Nullable String key) {
        RestClient.RequestBodySpec call = http.method(method).uri(path);
        if (key != null) {
            call.header("Idempotency-Key", key);
        }
        if (body != null) {
            call.contentType(MediaType.APPLICATION_JSON).body(body);
        }
        return call.exchangeForRequiredValue((request, response) -> {
            byte[] bytes = response.getBody().readAllBytes();
            MediaType type = response.getHeaders().getContentType();
            return new Answer(
                    response.getStatusCode().value(),
                    type == null ? "" : type.toString(),
                    bytes.length == 0 ? JSON.nullNode() : JSON.readTree(bytes));
        });
    }
}
