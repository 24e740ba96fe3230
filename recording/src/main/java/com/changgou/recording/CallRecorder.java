package com.changgou.recording;

import com.changgou.recording.Entry.Moment;
import com.changgou.recording.Entry.Side;
import feign.Capability;
import feign.Client;
import feign.Request;
import feign.Request.Options;
import feign.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.apache.seata.core.context.RootContext;
import org.springframework.core.Ordered;

/** Records the calls to other services, each try of its own. Public because Feign calls it by reflection. */
public final class CallRecorder implements Capability, Ordered {

    private final Recorder recorder;

    CallRecorder(Recorder recorder) {
        this.recorder = recorder;
    }

    /** The first to be asked is the innermost: nobody changes what it has seen. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Client enrich(Client client) {
        return (request, options) -> {
            String xid = RootContext.getXID();
            return xid == null ? client.execute(request, options) : recorded(xid, client, request, options);
        };
    }

    private Response recorded(String xid, Client client, Request request, Options options) throws IOException {
        Moment sent = recorder.now();
        String id = String.valueOf(sent.seq());
        String name = request.httpMethod() + " " + URI.create(request.url()).getPath();
        recorder.file(xid, sent.http(Side.CLIENT, id, false, name, Map.of()));
        try {
            Response response = client.execute(request, options);
            answered(xid, id, String.valueOf(response.status()), "status", String.valueOf(response.status()));
            return response;
        } catch (IOException | RuntimeException failure) {
            answered(xid, id, failure.getClass().getSimpleName(), "error", String.valueOf(failure.getMessage()));
            throw failure;
        }
    }

    private void answered(String xid, String id, String name, String key, String value) {
        recorder.file(xid, recorder.now().http(Side.CLIENT, id, true, name, Map.of(key, value)));
    }
}
