package com.changgou.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.seata.core.model.GlobalStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;

/** What the TC says over its HTTP API, up to 2.4. */
public final class TcConsole implements Coordinator {

    private static final int PAGE = 1_000;

    /** The TC 1.8 walks its live lists: a query that meets a branch on its way in or out ends in a ConcurrentModificationException. */
    private static final RetryTemplate AGAIN = new RetryTemplate(RetryPolicy.builder()
            .includes(HttpServerErrorException.InternalServerError.class)
            .maxRetries(5)
            .delay(Duration.ofMillis(20))
            .build());

    private final RestClient http;
    private final String password;
    private volatile @Nullable String token;

    /**
     * A client that logs in when it is first used.
     *
     * @param url of the TC's HTTP API
     * @param password of the console's user
     */
    public TcConsole(String url, String password) {
        this(Http.to(url), password);
    }

    TcConsole(RestClient http, String password) {
        this.http = http;
        this.password = password;
    }

    private record SessionData(
            String xid,
            int status,
            @Nullable Long beginTime,
            @Nullable List<BranchData> branchSessionVOs) {}

    private record BranchData(String branchId, String resourceId, String branchType) {}

    private record LockData(String xid, String branchId, String resourceId, String tableName, String pk) {}

    private record Token(String data) {}

    @Override
    public List<Session> sessions() {
        SessionPage page = get(
                "/api/v1/console/globalSession/query?withBranch=true&pageNum=1&pageSize=" + PAGE, SessionPage.class);
        return page.data().stream().map(TcConsole::session).toList();
    }

    @Override
    public List<LockedRow> locks() {
        LockPage page = get("/api/v1/console/globalLock/query?pageNum=1&pageSize=" + PAGE, LockPage.class);
        return page.data().stream()
                .map(lock -> new LockedRow(
                        lock.xid(), Long.parseLong(lock.branchId()), lock.resourceId(), lock.tableName(), lock.pk()))
                .toList();
    }

    /**
     * The messages between the TC and its clients since the TC was started: what {@code TrafficCounter} of this project's own TC
     * has counted. Heartbeats and registrations are in it, and go on when nobody does anything.
     *
     * @return number of messages by kind, such as {@code BranchRegisterRequest}; a kind that has not been seen is missing
     */
    public Map<String, Long> traffic() {
        return get("/api/v1/traffic", new ParameterizedTypeReference<>() {});
    }

    /**
     * A message of one global transaction, as this project's own TC has seen it.
     *
     * @param seq its place among all that the TC has seen
     * @param at when it came in, or was handed to the socket
     * @param received whether it came in
     * @param client the application at the other end; null where the TC does not know it any more
     * @param side whether its TM or its RM: {@code tm} or {@code rm}; null as above
     * @param name the simple name of Seata's class
     * @param id the same for a request and its answer
     * @param answer whether it is an answer
     * @param branchId of which branch; null where it is about none
     * @param details what it carries
     */
    public record SeenMessage(
            long seq,
            Instant at,
            boolean received,
            @Nullable String client,
            @Nullable String side,
            String name,
            String id,
            boolean answer,
            @Nullable String branchId,
            Map<String, String> details) {}

    /**
     * The messages of one global transaction, in the order in which the TC has seen them.
     *
     * @param xid the transaction
     * @return what is still kept of it
     */
    public List<SeenMessage> traffic(String xid) {
        return get("/api/v1/traffic/" + xid, new ParameterizedTypeReference<>() {});
    }

    private record SessionPage(List<SessionData> data) {}

    private record LockPage(List<LockData> data) {}

    private static Session session(SessionData data) {
        List<BranchData> branches = data.branchSessionVOs() == null ? List.of() : data.branchSessionVOs();
        return new Session(
                data.xid(),
                GlobalStatus.get(data.status()).name(),
                data.beginTime() == null ? null : Instant.ofEpochMilli(data.beginTime()),
                branches.stream()
                        .sorted(Comparator.comparing(BranchData::branchId))
                        .map(branch ->
                                new Branch(Long.parseLong(branch.branchId()), branch.resourceId(), branch.branchType()))
                        .toList());
    }

    private <T> T get(String uri, Class<T> type) {
        return get(uri, ParameterizedTypeReference.<T>forType(type));
    }

    private <T> T get(String uri, ParameterizedTypeReference<T> type) {
        String known = token;
        try {
            return get(uri, type, known == null ? login() : known);
        } catch (HttpClientErrorException.Unauthorized expired) {
            // A token lasts for half an hour, and not beyond a restart of the TC with another secret.
            return get(uri, type, login());
        }
    }

    private <T> T get(String uri, ParameterizedTypeReference<T> type, String bearer) {
        token = bearer;
        T answer = again(() -> http.get()
                .uri(uri)
                .header(HttpHeaders.AUTHORIZATION, bearer)
                .retrieve()
                .body(type));
        if (answer == null) {
            throw new IllegalStateException("The TC answered " + uri + " with nothing");
        }
        return answer;
    }

    private static <T> @Nullable T again(Retryable<@Nullable T> question) {
        try {
            return AGAIN.execute(question);
        } catch (RetryException last) {
            throw last.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(last);
        }
    }

    private String login() {
        Token answer = http.post()
                .uri("/api/v1/auth/login")
                .body(Map.of("username", "seata", "password", password))
                .retrieve()
                .body(Token.class);
        if (answer == null || answer.data() == null) {
            throw new IllegalStateException("The TC refused the console's password");
        }
        return answer.data();
    }
}
