package com.changgou.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.Return;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Invariant: what the services ask of RabbitMQ works here too, for one user and on loopback only. */
@Timeout(60)
class EmbeddedBrokerTests {

    /** With everything that Qpid would expand or JSON would end at. */
    private static final String PASSWORD = "p$$w${user.home}\"\\}";

    private static final byte[] BODY = "task".getBytes(StandardCharsets.UTF_8);

    @TempDir
    static Path home;

    private static Settings settings;
    private static EmbeddedBroker broker;

    private Connection connection;
    private Channel channel;

    @BeforeAll
    static void start() throws Exception {
        settings = new Settings(FreePort.find(), "sh$$op", PASSWORD, Optional.of(home));
        broker = new EmbeddedBroker(settings);
        broker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void connect() throws Exception {
        connection = factory(PASSWORD).newConnection();
        channel = connection.createChannel();
    }

    @AfterEach
    void disconnect() throws IOException {
        connection.close();
    }

    @Test
    void persistentMessageToADurableQueueIsConfirmed() throws Exception {
        declare("add-points");
        // As a service does that starts again.
        declare("add-points");
        channel.confirmSelect();
        channel.basicPublish("ex", "add-points", true, MessageProperties.PERSISTENT_BASIC, BODY);
        assertThat(channel.waitForConfirms(10_000)).isTrue();

        GetResponse delivery = channel.basicGet("add-points", true);
        assertThat(delivery.getBody()).isEqualTo(BODY);
        assertThat(delivery.getProps().getDeliveryMode()).isEqualTo(2);
    }

    @Test
    void mandatoryMessageWithoutARouteComesBackToItsPublisher() throws Exception {
        channel.exchangeDeclare("ex", "direct", true);
        channel.confirmSelect();
        BlockingQueue<Return> returned = new LinkedBlockingQueue<>();
        channel.addReturnListener(returned::add);
        CompletableFuture<String> confirm = new CompletableFuture<>();
        channel.addConfirmListener(
                (tag, multiple) -> confirm.complete("ack"), (tag, multiple) -> confirm.complete("nack"));

        channel.basicPublish("ex", "nowhere", true, MessageProperties.PERSISTENT_BASIC, BODY);

        Return message = returned.poll(10, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        assertThat(message.getReplyCode()).isEqualTo(AMQP.NO_ROUTE);
        // RabbitMQ says ack here: whoever publishes must look at the return as well.
        assertThat(confirm.get(10, TimeUnit.SECONDS)).isEqualTo("nack");
    }

    @Test
    void argumentsOfRabbitMqAreIgnored() throws Exception {
        channel.queueDeclare("quorum", true, false, false, Map.of("x-queue-type", "quorum", "x-max-length", 10));
        assertThat(channel.messageCount("quorum")).isZero();
    }

    @Test
    void messagesExpireSoonAfterTheirTime() throws Exception {
        channel.queueDeclare("expiring", true, false, false, Map.of());
        channel.confirmSelect();
        // The first may meet a slow period's end by chance. The second then has all of the next one before it.
        assertExpires();
        assertExpires();
    }

    @Test
    void wrongPasswordIsRefused() {
        assertRefused(factory("wrong"));
    }

    @Test
    void guestOfRabbitMqIsUnknown() {
        ConnectionFactory guest = factory("guest");
        guest.setUsername("guest");
        assertRefused(guest);
    }

    @Test
    void onlyAmqp091IsSpoken() throws IOException {
        try (Socket socket = new Socket(Settings.ADDRESS, settings.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 0, 1, 0, 0});
            assertThat(socket.getInputStream().readAllBytes()).containsExactly('A', 'M', 'Q', 'P', 0, 0, 9, 1);
        }
    }

    @Test
    void onlyLoopbackIsListenedOn() throws IOException {
        List<InetAddress> others = addressesOfThisMachine().stream()
                .filter(address -> !address.isLoopbackAddress())
                .toList();
        Assumptions.assumeFalse(others.isEmpty(), "this machine has loopback only");
        for (InetAddress other : others) {
            try (Socket socket = new Socket()) {
                assertThatThrownBy(() -> socket.connect(new InetSocketAddress(other, settings.port()), 5_000))
                        .as("%s", other)
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    void takenPortIsAnError() throws StartFailure {
        EmbeddedBroker second = new EmbeddedBroker(settings);
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(second::start)
                .withMessageContaining("Port " + settings.port() + " of 127.0.0.1 is taken")
                .withMessageNotContaining(PASSWORD);
        second.close();
    }

    @Test
    void loginThatFailsIsTold() {
        Settings wrong = new Settings(settings.port(), settings.user(), "wrong", Optional.empty());
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> LoginProbe.logIn(wrong))
                .withMessageNotContaining("wrong");
    }

    @Test
    void nothingIsWritten() {
        assertThat(home).isEmptyDirectory();
    }

    private void assertExpires() throws Exception {
        AMQP.BasicProperties shortLived =
                new AMQP.BasicProperties.Builder().expiration("100").build();
        channel.basicPublish("", "expiring", shortLived, BODY);
        assertThat(channel.waitForConfirms(10_000)).isTrue();

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (channel.messageCount("expiring") > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(channel.messageCount("expiring")).isZero();
    }

    private static void assertRefused(ConnectionFactory factory) {
        assertThatThrownBy(factory::newConnection)
                .isInstanceOf(PossibleAuthenticationFailureException.class)
                .rootCause()
                .hasMessageContaining("Authentication failed");
    }

    private void declare(String queue) throws IOException {
        channel.exchangeDeclare("ex", "direct", true);
        channel.queueDeclare(queue, true, false, false, Map.of());
        channel.queueBind(queue, "ex", queue);
    }

    private static ConnectionFactory factory(String password) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(Settings.ADDRESS);
        factory.setPort(settings.port());
        factory.setVirtualHost("/");
        factory.setUsername(settings.user());
        factory.setPassword(password);
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }

    private static List<InetAddress> addressesOfThisMachine() throws IOException {
        try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
            return interfaces.flatMap(NetworkInterface::inetAddresses).toList();
        }
    }
}
