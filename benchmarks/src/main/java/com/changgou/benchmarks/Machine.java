package com.changgou.benchmarks;

import com.changgou.proof.Database;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/**
 * Where it was run.
 *
 * @param processor its name and how many the JVM sees
 * @param memoryGib what the machine has, in GiB
 * @param system operating system and version
 * @param java vendor and version
 * @param database of the orders: kind, version, and how durable a commit is
 */
record Machine(String processor, long memoryGib, String system, String java, String database) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final int GIB_SHIFT = 30;

    static Machine of(Database database) throws SQLException {
        long memory =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                        ? machine.getTotalMemorySize() >> GIB_SHIFT
                        : 0;
        return new Machine(
                model() + ", " + Runtime.getRuntime().availableProcessors() + " cores",
                memory,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.vendor") + " " + System.getProperty("java.version"),
                version(database));
    }

    private static String model() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException notLinux) {
            return System.getProperty("os.arch");
        }
    }

    private static String version(Database database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CONCAT(@@version_comment, ' ', @@version,"
                        + " ', innodb_flush_log_at_trx_commit=', @@innodb_flush_log_at_trx_commit,"
                        + " ', log_bin=', @@log_bin, ', sync_binlog=', @@sync_binlog)")) {
            row.next();
            return row.getString(1);
        }
    }
}
