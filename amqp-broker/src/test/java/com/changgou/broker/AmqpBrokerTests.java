package com.changgou.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Invariant: the process says in one sentence whether it runs, ends when it is asked to, and leaves nothing behind. */
@Timeout(120)
class AmqpBrokerTests {

    private static final String PASSWORD = "not-to-be-seen";

    @TempDir
    Path workingDirectory;

    @TempDir
    Path temporaryFiles;

    @TempDir
    Path logs;

    private Path output;
    private Process process;

    @BeforeEach
    void nameTheOutput() {
        output = logs.resolve("output");
    }

    @AfterEach
    void kill() {
        process.destroyForcibly();
    }

    @Test
    void withoutAUserItDoesNotStart() throws Exception {
        start(Map.of());
        assertThat(exitStatus()).isEqualTo(2);
        assertThat(output).content().contains("AMQP_USER is missing").hasLineCount(1);
    }

    @Test
    void takenPortEndsIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(Settings.ADDRESS))) {
            int port = taken.getLocalPort();
            start(environment(port));
            assertThat(exitStatus()).isEqualTo(1);
            assertThat(output)
                    .content()
                    .contains("Port " + port + " of 127.0.0.1 is taken")
                    .hasLineCount(1);
        }
        assertThat(temporaryFiles).isEmptyDirectory();
    }

    @Test
    void runsUntilItIsTerminated() throws Exception {
        int port = FreePort.find();
        start(environment(port));
        String ready = "AMQP 0-9-1 on 127.0.0.1:" + port + " (Apache Qpid Broker-J 10.1.0, in memory)";
        while (!Files.readString(output).contains(ready) && process.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(Settings.ADDRESS);
        factory.setPort(port);
        factory.setUsername("shop");
        factory.setPassword(PASSWORD);
        factory.setAutomaticRecoveryEnabled(false);
        // A client that stays does not hold it up.
        Connection connection = factory.newConnection();
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        connection.abort();
        // Of a signal: 128 + SIGTERM.
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(output).content().startsWith(ready).doesNotContain(PASSWORD);
        assertThat(temporaryFiles).isEmptyDirectory();
        assertThat(workingDirectory).isEmptyDirectory();
    }

    private void start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + temporaryFiles,
                "-cp",
                System.getProperty("java.class.path"),
                AmqpBroker.class.getName());
        // This JVM's own flags announce themselves in the output.
        builder.environment().keySet().removeIf(name -> name.startsWith("AMQP_") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        process = builder.directory(workingDirectory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static Map<String, String> environment(int port) {
        return Map.of("AMQP_PORT", Integer.toString(port), "AMQP_USER", "shop", "AMQP_PASSWORD", PASSWORD);
    }

    private int exitStatus() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
