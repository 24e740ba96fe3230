package com.changgou.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.changgou.recording.Entry.Kind;
import com.changgou.recording.Entry.Side;
import feign.Client;
import feign.Request;
import feign.Response;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.seata.core.context.RootContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Invariant: a call is recorded at both of its sides with its answer, and for its transaction only. */
class HttpRecordersTests {

    private static final String XID = "127.0.0.2:8091:1";

    private final Recorder recorder = new Recorder(10, 100);
    private final RequestRecorder requests = new RequestRecorder(recorder);
    private final Client calls = new CallRecorder(recorder).enrich((Client) (request, options) -> {
        if (request.url().endsWith("/broken")) {
            throw new IOException("connection reset");
        }
        return Response.builder().request(request).status(200).headers(Map.of()).build();
    });

    @AfterEach
    void unbind() {
        RootContext.unbind();
    }

    /** Before the TC has begun it nobody knows whose it is; it stands first all the same. */
    @Test
    void requestThatBeginsATransaction() throws Exception {
        serve((request, response) -> {
            recorder.file(XID, recorder.now().mark(Kind.PAUSE, "between"));
            requests.begun(XID, "place-order", Duration.ZERO);
            HttpServletResponse answer = (HttpServletResponse) response;
            answer.setStatus(201);
            answer.setHeader("Idempotency-Key", "mine");
        });

        assertThat(recorder.of(XID))
                .extracting(Entry::kind, Entry::side, Entry::sent, Entry::name, Entry::answer)
                .containsExactly(
                        tuple(Kind.HTTP, Side.SERVER, false, "POST /orders", false),
                        tuple(Kind.PAUSE, null, false, "between", false),
                        tuple(Kind.HTTP, Side.SERVER, true, "201", true));
        assertThat(recorder.of(XID)).first().satisfies(request -> {
            assertThat(request.details()).containsEntry("key", "mine");
            assertThat(recorder.of(XID)).last().satisfies(answer -> {
                assertThat(answer.id()).isEqualTo(request.id());
                assertThat(answer.details()).containsEntry("status", "201").containsEntry("key", "mine");
            });
        });
    }

    @Test
    void requestThatComesInATransactionAndFails() {
        RootContext.bind(XID);
        assertThatThrownBy(() -> serve((request, response) -> {
                    throw new ServletException("broken");
                }))
                .hasMessage("broken");

        assertThat(recorder.of(XID)).extracting(Entry::name).containsExactly("POST /orders", "500");
    }

    @Test
    void otherRequestsAreNotRecorded() throws Exception {
        serve((request, response) -> {});
        requests.begun(XID, "of a background task", Duration.ZERO);

        assertThat(recorder.known()).isEmpty();
    }

    @Test
    void callWithItsAnswer() throws Exception {
        call("/stock/deductions").close();
        assertThat(recorder.known()).isEmpty();
        RootContext.bind(XID);
        call("/stock/deductions").close();

        assertThat(recorder.of(XID))
                .extracting(Entry::side, Entry::sent, Entry::name, Entry::answer)
                .containsExactly(
                        tuple(Side.CLIENT, true, "POST /stock/deductions", false),
                        tuple(Side.CLIENT, false, "200", true));
    }

    @Test
    void callWithoutAnAnswer() {
        RootContext.bind(XID);
        assertThatThrownBy(() -> call("/broken")).hasMessage("connection reset");

        assertThat(recorder.of(XID)).last().satisfies(answer -> {
            assertThat(answer.name()).isEqualTo("IOException");
            assertThat(answer.details()).containsEntry("error", "connection reset");
        });
    }

    @Test
    void pausesAndFaults() {
        FaultRecorder faults = new FaultRecorder(recorder);
        Runnable goesOn = faults.held("order.after-insert", XID);
        assertThat(recorder.of(XID)).singleElement().satisfies(held -> {
            assertThat(held.kind()).isEqualTo(Kind.PAUSE);
            assertThat(held.details()).isEmpty();
        });

        goesOn.run();
        faults.thrown("order.after-insert", XID);

        assertThat(recorder.of(XID)).extracting(Entry::kind).containsExactly(Kind.PAUSE, Kind.FAULT);
        assertThat(recorder.of(XID))
                .first()
                .satisfies(held -> assertThat(held.details()).containsKey("until"));
    }

    private void serve(FilterChain chain) throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/orders");
        request.addHeader("Idempotency-Key", "mine");
        requests.doFilter(request, new MockHttpServletResponse(), chain);
    }

    private Response call(String path) throws IOException {
        return calls.execute(
                Request.create(
                        Request.HttpMethod.POST,
                        "http://goods-service" + path,
                        Map.of(),
                        null,
                        StandardCharsets.UTF_8,
                        null),
                new Request.Options());
    }
}
