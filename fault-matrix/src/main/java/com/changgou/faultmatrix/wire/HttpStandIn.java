package com.changgou.faultmatrix.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP server in the place of a service: it sees whole requests, passes them on as often as it wants, and answers what it
 * wants. A {@link Tap} leads to it.
 */
public final class HttpStandIn implements AutoCloseable {

    /** Of one connection, and not of what is sent; {@link HttpClient} sets its own. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "expect", "host", "keep-alive", "transfer-encoding", "upgrade");

    private static final Behaviour PASS_ON = (call, service) -> service.send(call);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final URI service;
    private volatile Behaviour behaviour = PASS_ON;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger answers = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What it does with each request. */
    @FunctionalInterface
    public interface Behaviour {

        /**
         * Answers.
         *
         * @param call what was asked
         * @param service in whose place it is
         * @return the answer that the caller gets
         */
        Answer answer(Call call, Service service);
    }

    /** The service itself. */
    @FunctionalInterface
    public interface Service {

        /**
         * Passes a request on.
         *
         * @param call with its own headers, the XID among them
         * @return the service's answer
         * @throws UncheckedIOException if there is none
         */
        Answer send(Call call);
    }

    /**
     * A request.
     *
     * @param method of HTTP
     * @param path with its query
     * @param headers by name
     * @param body as text
     */
    public record Call(String method, String path, Map<String, List<String>> headers, String body) {

        /**
         * The same request for something else.
         *
         * @param other its body
         * @return with the headers of this one
         */
        public Call with(String other) {
            return new Call(method, path, headers, other);
        }

        /**
         * The same request with another header.
         *
         * @param header its name
         * @param value its only value
         * @return with the body of this one
         */
        public Call with(String header, String value) {
            Map<String, List<String>> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            changed.putAll(headers);
            changed.put(header, List.of(value));
            return new Call(method, path, changed, body);
        }
    }

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param headers by name
     * @param body as text
     */
    public record Answer(int status, Map<String, List<String>> headers, String body) {

        /**
         * The same answer under another status.
         *
         * @param other the status
         * @return with headers and body of this one
         */
        public Answer as(int other) {
            return new Answer(other, headers, body);
        }
    }

    private HttpStandIn(int port) throws IOException {
        this.service = URI.create("http://127.0.0.1:" + port);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * Stands in for a service.
     *
     * @param port of the service on 127.0.0.1
     * @return a server that listens on 127.0.0.1, and passes everything on until it is told otherwise
     * @throws UncheckedIOException if it cannot listen
     */
    public static HttpStandIn of(int port) {
        try {
            return new HttpStandIn(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where it listens.
     *
     * @return a port on 127.0.0.1
     */
    public int port() {
        return server.getAddress().getPort();
    }

    /**
     * Does something else from here on, and counts from 0.
     *
     * @param other what it does with each request
     */
    public void behave(Behaviour other) {
        behaviour = other;
        answers.set(0);
    }

    /** Passes everything on, as at first. */
    public void passOn() {
        behave(PASS_ON);
    }

    /**
     * How often it has answered.
     *
     * @return how many requests have come to an answer, be the caller still there or not
     */
    public int answers() {
        return answers.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] asked = exchange.getRequestBody().readAllBytes();
            Answer answer = behaviour.answer(
                    new Call(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            exchange.getRequestHeaders(),
                            new String(asked, StandardCharsets.UTF_8)),
                    this::send);
            answers.incrementAndGet();
            answer.headers().forEach((name, values) -> {
                if (isPassedOn(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            // Nobody keeps a connection to a server that is gone soon.
            exchange.getResponseHeaders().set("Connection", "close");
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer send(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(call.path()))
                .timeout(LONGEST)
                .method(call.method(), BodyPublishers.ofString(call.body()));
        call.headers().forEach((name, values) -> {
            if (isPassedOn(name)) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isPassedOn(String header) {
        return !OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
