package com.changgou.recording;

import com.changgou.recording.Entry.Moment;
import com.changgou.recording.Entry.Side;
import com.changgou.seata.global.GlobalListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.seata.core.context.RootContext;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/** Records the requests that come in a global transaction, and those that begin one: whose they are is known when the TC has begun it. */
final class RequestRecorder extends OncePerRequestFilter implements GlobalListener {

    private static final String KEY = "Idempotency-Key";

    private final Recorder recorder;
    private final ThreadLocal<@Nullable Serving> serving = new ThreadLocal<>();

    RequestRecorder(Recorder recorder) {
        this.recorder = recorder;
    }

    /** A request that is being answered, and the transactions that it belongs to. */
    private record Serving(Moment came, String name, Map<String, String> details, Set<String> xids) {

        String id() {
            return String.valueOf(came.seq());
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String name = request.getMethod() + " " + request.getRequestURI();
        Serving served = new Serving(recorder.now(), name, key(request.getHeader(KEY)), new LinkedHashSet<>());
        serving.set(served);
        String caller = RootContext.getXID();
        if (caller != null) {
            file(served, caller);
        }
        // Whatever is thrown out of here, the container makes a 500 of it.
        int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        try {
            chain.doFilter(request, response);
            status = response.getStatus();
        } finally {
            serving.remove();
            answered(served, status, key(response.getHeader(KEY)));
        }
    }

    @Override
    public void begun(String xid, String name, Duration took) {
        Serving served = serving.get();
        if (served != null) {
            file(served, xid);
        }
    }

    private void file(Serving served, String xid) {
        served.xids().add(xid);
        recorder.file(xid, served.came().http(Side.SERVER, served.id(), false, served.name(), served.details()));
    }

    private void answered(Serving served, int status, Map<String, String> details) {
        Moment moment = recorder.now();
        String answer = String.valueOf(status);
        served.xids()
                .forEach(xid -> recorder.file(
                        xid,
                        moment.http(Side.SERVER, served.id(), true, answer, details)
                                .with("status", answer)));
    }

    private static Map<String, String> key(@Nullable String key) {
        return key == null ? Map.of() : Map.of("key", key);
    }
}
