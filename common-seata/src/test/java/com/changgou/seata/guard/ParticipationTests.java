package com.changgou.seata.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.seata.SeataTestEnvironment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.apache.seata.core.model.TransactionManager;
import org.apache.seata.tm.TransactionManagerHolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant: a call with an XID is answered with what was done for it, whatever the controller does; and nothing of it stays. */
class ParticipationTests {

    private static final String XID = "127.0.0.2:8091:42";

    private static TransactionManager before;
    private static Callee callee;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        SeataTestEnvironment.give();
        before = TransactionManagerHolder.get();
        callee = Callee.start();
    }

    @AfterAll
    static void stop() {
        callee.close();
        TransactionManagerHolder.set(before);
    }

    @AfterEach
    void nothingStays() {
        await().untilAsserted(() -> assertThat(callee.transactions().all()).isEmpty());
    }

    /** Red when the headers are written after the body: the large one is under way by then. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/deductions",
                "/deductions/large",
                "/deductions/problem",
                "/deductions/unavailable",
                "/deductions/in-parts",
                "/deductions/by-hand"
            })
    void saysWhichBranchesItRegistered(String path) {
        HttpResponse<String> answer = post(path, XID);

        assertThat(answer.headers().firstValue(GuardHeaders.BRANCHES)).hasValue("AT");
        assertThat(answer.headers().firstValue(GuardHeaders.ROLLBACK_ONLY)).isEmpty();
        assertThat(answer.body()).isNotEmpty();
    }

    @Test
    void saysThatItRegisteredNone() {
        assertThat(post("/deductions/not-proxied", XID).headers().firstValue(GuardHeaders.BRANCHES))
                .hasValue("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/deductions/advised", "/deductions/in-parts/advised"})
    void saysWhatFailedInsideAlthoughAnAdviceAnswers(String path) {
        HttpResponse<String> answer = post(path, XID);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("all is well");
        assertThat(answer.headers().firstValue(GuardHeaders.ROLLBACK_ONLY))
                .hasValue("ShelfException: the shelf fell ber");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/deductions", "/deductions/large", "/deductions/advised"})
    void callWithoutAnXidIsLeftAlone(String path) {
        HttpResponse<String> answer = post(path, null);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map()).doesNotContainKeys(GuardHeaders.BRANCHES, GuardHeaders.ROLLBACK_ONLY);
    }

    /** Two requests of one global transaction: the first to leave leaves the other's record alone. */
    @Test
    void whatIsOpenCanBeSeen() {
        CompletableFuture<HttpResponse<String>> held =
                CompletableFuture.supplyAsync(() -> post("/deductions/held", XID));
        await().untilAsserted(() -> assertThat(callee.transactions().all().values())
                .singleElement()
                .satisfies(transaction -> assertThat(transaction.branches()).containsExactly(BranchType.AT)));
        post("/deductions/not-proxied", XID);

        assertThat(callee.transactions().all()).containsOnlyKeys(XID);
        assertThat(callee.transactions().all().get(XID)).satisfies(transaction -> {
            assertThat(transaction.name()).isNull();
            assertThat(transaction.failure()).isNull();
        });
        callee.letGo();
        assertThat(held.join().headers().firstValue(GuardHeaders.BRANCHES)).hasValue("AT");
    }

    private HttpResponse<String> post(String path, String xid) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(callee.url() + path)).POST(BodyPublishers.noBody());
        if (xid != null) {
            request.header(RootContext.KEY_XID, xid);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
