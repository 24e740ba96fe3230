package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.launcher.system.Installation;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Ports;
import com.changgou.launcher.system.Progress;
import com.changgou.launcher.system.Topology;
import com.changgou.proof.Database;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.example.booking.BookingApplication;
import org.example.seats.SeatsApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpStatusCode;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.web.client.RestClient;

/**
 * Invariant: what somebody builds from the README of common-seata alone commits in both databases or in none. Two applications of
 * a package of their own, with Hikari, RestClient and JdbcClient, in a process each: Seata's client is one for each JVM.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignApplicationIT {

    private static final Path ROOT = Path.of(System.getProperty("changgou.root"));
    private static final Path HOME = ROOT.resolve("integration-tests/target/foreign");
    private static final Ports PORTS = FreePorts.find();
    private static final Duration START = Duration.ofSeconds(90);

    /** What both applications are told beside their own application.yml: where things are here, and the secrets. */
    private static final String TC_CLIENT_SECRET = UUID.randomUUID().toString();

    private static final String XID_SECRET = UUID.randomUUID().toString();

    private static final Map<String, String> SETTINGS = Map.of(
            "server.address", "127.0.0.1",
            "seata.service.grouplist.default", "127.0.0.1:" + PORTS.tc(),
            "seats.url", "http://127.0.0.1:" + PORTS.goods());

    private final LocalSystem system = new LocalSystem(
            new Installation(
                    ROOT,
                    HOME,
                    PORTS,
                    Map.of("tc", List.of("changgou.tc.client-secret=" + TC_CLIENT_SECRET)),
                    Map.of(),
                    Topology.STANDARD),
            Progress.SILENT);
    private final List<Process> applications = new ArrayList<>();
    private Database bookings;
    private Database seats;

    @BeforeAll
    void startApplications() throws Exception {
        system.reset();
        system.start("order-db");
        system.start("goods-db");
        system.start("tc");
        bookings = system.orderDatabase();
        seats = system.goodsDatabase();
        load(bookings, "booking/schema.sql");
        load(seats, "seats/schema.sql");
        awaitPort(PORTS.goods(), start("seats", SeatsApplication.class, PORTS.goods(), seats));
        awaitPort(PORTS.order(), start("booking", BookingApplication.class, PORTS.order(), bookings));
    }

    @AfterAll
    void stopApplications() {
        applications.forEach(Process::destroyForcibly);
        system.discard();
    }

    @Test
    void commitsInBothDatabases() throws Exception {
        assertThat(book(1, true).is2xxSuccessful()).isTrue();

        assertThat(count(bookings, "booking WHERE seat = 1")).isEqualTo(1);
        assertThat(count(seats, "seat WHERE seat = 1 AND taken")).isEqualTo(1);
        assertThat(count(seats, "boarding_pass WHERE seat = 1")).isEqualTo(1);
        awaitNoUndoRows();
    }

    /** An updated row with a composite key and a DATETIME among them. The counters show that there was something to undo. */
    @Test
    void rollsBackInBothDatabases() throws Exception {
        long bookingId = nextId(bookings, "booking");
        long passId = nextId(seats, "boarding_pass");

        assertThat(book(2, false).is5xxServerError()).isTrue();

        assertThat(nextId(bookings, "booking")).isEqualTo(bookingId + 1);
        assertThat(nextId(seats, "boarding_pass")).isEqualTo(passId + 1);
        await().untilAsserted(() -> {
            assertThat(count(bookings, "booking WHERE seat = 2")).isZero();
            assertThat(count(seats, "boarding_pass WHERE seat = 2")).isZero();
            assertThat(count(seats, "seat WHERE seat = 2 AND NOT taken AND changed_at = '2026-11-22 17:30:00.456'"))
                    .isEqualTo(1);
        });
        awaitNoUndoRows();
    }

    @Test
    void doesNotStartWithoutAnUndoLogAndSaysWhatToDo() throws Exception {
        awaitNoUndoRows();
        execute(seats, "RENAME TABLE undo_log TO undo_log_gone");
        try {
            Process failing = start("seats-without-undo-log", SeatsApplication.class, PORTS.user(), seats);

            assertThat(failing.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(failing.exitValue()).isNotZero();
            assertThat(Files.readString(HOME.resolve("logs/seats-without-undo-log.log")))
                    .contains("APPLICATION FAILED TO START")
                    .contains("Data source 'dataSource' has no table undo_log")
                    .contains("Create the table in this database");
        } finally {
            execute(seats, "RENAME TABLE undo_log_gone TO undo_log");
        }
    }

    private static HttpStatusCode book(int seat, boolean paid) {
        return RestClient.create("http://127.0.0.1:" + PORTS.order())
                .post()
                .uri("/bookings/XY1/{seat}?paid={paid}", seat, paid)
                .exchange((request, response) -> response.getStatusCode());
    }

    private Process start(String name, Class<?> main, int port, Database database) throws Exception {
        String directory = main.getPackageName().replace('.', '/');
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("server.port", String.valueOf(port));
        settings.put("spring.config.location", "classpath:/" + directory + "/application.yml");
        settings.put("spring.datasource.username", LocalSystem.DATABASE_USER);
        try (Connection connection = database.connect()) {
            settings.put("spring.datasource.url", connection.getMetaData().getURL());
        }
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                main.getName()));
        settings.forEach((key, value) -> command.add("--" + key + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(HOME.resolve("logs").resolve(name + ".log").toFile());
        builder.environment().put("CLASSPATH", foreignClassPath());
        builder.environment().put("DB_PASSWORD", database.password());
        builder.environment().put("TC_CLIENT_SECRET", TC_CLIENT_SECRET);
        builder.environment().put("XID_SECRET", XID_SECRET);
        Process process = builder.start();
        applications.add(process);
        return process;
    }

    /** This test's own, without the launcher and the second logger that comes with it. */
    private static String foreignClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        !Path.of(entry).startsWith(ROOT.resolve("launcher")) && !entry.contains("slf4j-simple"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Tomcat listens once everything else has started. */
    private static void awaitPort(int port, Process process) {
        await().atMost(START)
                .failFast(() -> !process.isAlive())
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    new Socket("127.0.0.1", port).close();
                    return true;
                });
    }

    private void awaitNoUndoRows() {
        await().untilAsserted(() -> {
            assertThat(count(bookings, "undo_log")).isZero();
            assertThat(count(seats, "undo_log")).isZero();
        });
    }

    /** The README's undo log in the place of this project's own. */
    private static void load(Database database, String schema) throws SQLException {
        execute(database, "DROP TABLE undo_log");
        try (Connection connection = database.connect()) {
            ScriptUtils.executeSqlScript(connection, new ClassPathResource("org/example/undo_log.sql"));
            ScriptUtils.executeSqlScript(connection, new ClassPathResource("org/example/" + schema));
        }
    }

    private static long nextId(Database database, String table) throws SQLException {
        return read(
                database,
                "SELECT AUTO_INCREMENT FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '"
                        + table + "'");
    }

    private static long count(Database database, String rows) throws SQLException {
        return read(database, "SELECT COUNT(*) FROM " + rows);
    }

    private static long read(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect()) {
            return new JdbcTemplate(new SingleConnectionDataSource(connection, true)).queryForObject(sql, Long.class);
        }
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect()) {
            new JdbcTemplate(new SingleConnectionDataSource(connection, true)).execute(sql);
        }
    }
}
