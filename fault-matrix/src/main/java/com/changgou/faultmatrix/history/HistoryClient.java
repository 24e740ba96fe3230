package com.changgou.faultmatrix.history;

import static org.awaitility.Awaitility.await;

import com.changgou.faultmatrix.history.Event.Ask;
import com.changgou.faultmatrix.history.Event.Fail;
import com.changgou.faultmatrix.history.Event.Invoke;
import com.changgou.faultmatrix.history.Event.Ok;
import com.changgou.faultmatrix.history.Event.Outcome;
import com.changgou.faultmatrix.history.Event.Unknown;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Request;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Places orders, each under a key of its own, and writes down what it does before it does it. It takes the API at its word and no
 * further: an outcome is definite only where README.md says so of an answer that the service itself has given. For any number of
 * threads.
 */
public final class HistoryClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);
    private static final String OWN_PROBLEM = "urn:problem:";

    /** Each says that this request placed no order. 500 is in it: "rolled back". */
    private static final Set<Integer> NOTHING_HAPPENED = Set.of(400, 404, 409, 422, 500, 503);

    /** To somebody who asks again, 500 and 503 speak of the asking alone; these were decided by a new attempt, so no order stood. */
    private static final Set<Integer> NOTHING_HAPPENED_BEFORE = Set.of(404, 409);

    private final RestClient http;
    private final Consumer<Event> log;

    /**
     * A client of the order service.
     *
     * @param orderService where it listens
     * @param timeout how long it waits for an answer
     * @param log takes down what it does, before it does it; from any number of threads
     */
    public HistoryClient(String orderService, Duration timeout, Consumer<Event> log) {
        this(
                RestClient.builder()
                        .requestFactory(requests(timeout))
                        .baseUrl(orderService)
                        .build(),
                log);
    }

    private HistoryClient(RestClient http, Consumer<Event> log) {
        this.http = http;
        this.log = log;
    }

    /**
     * Sends more than a client has to.
     *
     * @param headers sent with each order, beside those that every client sends
     * @return a client that writes into the same history
     */
    public HistoryClient with(Map<String, String> headers) {
        return new HistoryClient(
                http.mutate().defaultHeaders(all -> headers.forEach(all::add)).build(), log);
    }

    /**
     * The same client with more, or less, patience.
     *
     * @param timeout how long it waits for an answer
     * @return a client that writes to the same history
     */
    public HistoryClient waiting(Duration timeout) {
        return new HistoryClient(http.mutate().requestFactory(requests(timeout)).build(), log);
    }

    private static JdkClientHttpRequestFactory requests(Duration timeout) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(client);
        requests.setReadTimeout(timeout);
        return requests;
    }

    /**
     * Places an order.
     *
     * @param request what to order
     * @param mode the branches of its global transaction
     * @return what came of it
     */
    public Outcome place(Request request, Mode mode) {
        return place(UUID.randomUUID().toString(), request, mode.toString());
    }

    /**
     * Places an order under a key that its caller knows before.
     *
     * @param key its {@code Idempotency-Key}, which no other request has
     * @param request what to order
     * @param mode as the order service calls it
     * @return what came of it
     */
    public Outcome place(String key, Request request, String mode) {
        Invoke invoke = new Invoke(key, Instant.now(), mode, request);
        log.accept(invoke);
        return written(send(invoke, NOTHING_HAPPENED));
    }

    /**
     * Asks again for each request whose outcome is unknown, with the same key, until it is known. To be called when what was broken
     * has been mended: a request that is still on its way may be placed after another one with its key was refused.
     *
     * @param history what was written so far
     * @param limit how long it asks for each
     * @return the outcomes; unknown where the limit came first
     */
    public List<Outcome> resolve(History history, Duration limit) {
        return history.operations().values().stream()
                .filter(History.Operation::isUnknown)
                .flatMap(operation -> Stream.ofNullable(operation.invoke()))
                .map(invoke -> ask(invoke, limit))
                .toList();
    }

    private Outcome ask(Invoke invoke, Duration limit) {
        Outcome[] last = new Outcome[1];
        try {
            await("what became of " + invoke.key())
                    .atMost(limit)
                    .pollInSameThread()
                    .pollInterval(BETWEEN_QUESTIONS)
                    .pollDelay(Duration.ZERO)
                    .until(() -> {
                        log.accept(new Ask(invoke.key(), Instant.now()));
                        last[0] = written(send(invoke, NOTHING_HAPPENED_BEFORE));
                        return !(last[0] instanceof Unknown);
                    });
        } catch (ConditionTimeoutException stillUnknown) {
            // It says so itself.
        }
        return last[0];
    }

    private Outcome written(Outcome outcome) {
        log.accept(outcome);
        return outcome;
    }

    private Outcome send(Invoke invoke, Set<Integer> definite) {
        try {
            return http.post()
                    .uri("/orders?mode=" + invoke.mode())
                    .header("Idempotency-Key", invoke.key())
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(History.JSON.writeValueAsString(invoke.request()))
                    .exchangeForRequiredValue((request, response) -> judge(
                            invoke.key(),
                            response.getStatusCode().value(),
                            History.JSON.readTree(response.getBody().readAllBytes()),
                            definite));
        } catch (RestClientException | JacksonException noAnswer) {
            Throwable cause = NestedExceptionUtils.getMostSpecificCause(noAnswer);
            return notSent(noAnswer) && definite.equals(NOTHING_HAPPENED)
                    ? new Fail(invoke.key(), Instant.now(), 0, "not sent: " + cause)
                    : new Unknown(invoke.key(), Instant.now(), 0, cause.toString());
        }
    }

    private static boolean notSent(Exception failure) {
        return failure.getCause() instanceof ConnectException
                || failure.getCause() instanceof HttpConnectTimeoutException;
    }

    private static Outcome judge(String key, int status, JsonNode body, Set<Integer> definite) {
        String orderId = body.path("orderId").asString("");
        String xid = body.path("xid").asString("");
        if ((status == 200 || status == Ok.CREATED) && !orderId.isEmpty() && !xid.isEmpty()) {
            return new Ok(key, Instant.now(), status, orderId, xid);
        }
        String problem = body.path("type").asString("");
        return definite.contains(status) && problem.startsWith(OWN_PROBLEM)
                ? new Fail(key, Instant.now(), status, problem)
                : new Unknown(key, Instant.now(), status, problem);
    }
}
