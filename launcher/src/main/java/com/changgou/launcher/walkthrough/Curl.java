package com.changgou.launcher.walkthrough;

import com.changgou.launcher.system.LauncherException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** As much of curl as the pages use, for machines that have none; it asks the system whose ports it knows. */
@Command(name = "curl")
public final class Curl implements Callable<Integer> {

    /** Curl's own code for a connection that it does not get. */
    private static final int NO_ANSWER = 7;

    private final Map<Integer, Integer> ports;

    @Spec
    CommandSpec command;

    @Option(names = "-s", description = "Print no progress. There is none.")
    boolean silent;

    @Option(names = "-i", description = "Print the status and the headers, too.")
    boolean include;

    @Option(names = "-X", description = "The method. Default: POST with -d, GET without")
    @Nullable
    String method;

    @Option(names = "-H", description = "A header. Repeatable.")
    List<String> headers = new ArrayList<>();

    @Option(names = "-d", description = "The body.")
    @Nullable
    String body;

    @Parameters(paramLabel = "URL")
    URI url;

    private Curl(Map<Integer, Integer> ports) {
        this.ports = ports;
    }

    /**
     * The program.
     *
     * @param ports the ports that the pages name, and which the system has instead
     * @return what runs a line of it
     */
    public static Shell.Program program(Map<Integer, Integer> ports) {
        return (out, arguments) -> new CommandLine(new Curl(ports))
                .setOut(out)
                .setErr(out)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("curl: " + failure);
                    return NO_ANSWER;
                })
                .execute(arguments.toArray(String[]::new));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(own(url));
        for (String header : headers) {
            String[] fields = header.split(": *", 2);
            request.header(fields[0], fields[1]);
        }
        request.method(
                method != null ? method : body == null ? "GET" : "POST",
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        // As curl itself, on a connection of its own: a POST on one that is being closed fails, and is not sent again.
        print(HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()));
        return 0;
    }

    private URI own(URI asked) {
        Integer port = ports.get(asked.getPort());
        if (port == null || !"127.0.0.1".equals(asked.getHost())) {
            throw new LauncherException("No part of the system listens at " + asked);
        }
        return UriComponentsBuilder.fromUri(asked).port(port).build(true).toUri();
    }

    private void print(HttpResponse<String> response) {
        PrintWriter out = command.commandLine().getOut();
        if (include) {
            out.println("HTTP/1.1 " + response.statusCode());
            response.headers()
                    .map()
                    .forEach((name, values) -> values.forEach(value -> out.println(name + ": " + value)));
            out.println();
        }
        if (!response.body().isEmpty()) {
            out.println(response.body());
        }
        out.flush();
    }
}
