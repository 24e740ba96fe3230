package com.changgou.launcher.system;

import com.changgou.proof.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** A database server program and its data directory: how it is installed and started. */
interface DatabaseServer {

    /** Installs what is missing. What is there is complete: a launcher that was killed leaves nothing that looks usable. */
    void prepare();

    /**
     * The command line.
     *
     * @param port on 127.0.0.1
     * @param initFile statements that run at every start, before the server listens
     */
    List<String> command(int port, Path initFile);

    /** What the server needs beside the launcher's own environment. */
    Map<String, String> environment();

    /** Options that both kinds of server understand. */
    static List<String> commonOptions(Path data, int port, Path initFile) {
        return List.of(
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data,
                "--init-file=" + initFile,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                // Relative to the data directory: a full path soon exceeds the 107 characters of a socket's name.
                "--socket=server.sock",
                "--skip-name-resolve",
                "--max-connections=500",
                "--innodb-buffer-pool-size=64M",
                "--innodb-flush-log-at-trx-commit=1",
                // Counted from the start, because the schema's owner may not switch it on.
                "--innodb-monitor-enable=trx_commits_insert_update",
                "--innodb-print-all-deadlocks=ON");
    }

    /** The schema's owner, who is the only one that can log in over TCP, and may count the server's deadlocks. */
    static void writeInitFile(Path initFile, Database database) {
        String schema = database.name();
        String owner = LocalSystem.DATABASE_USER + "@'127.0.0.1'";
        List<String> statements = List.of(
                "CREATE DATABASE IF NOT EXISTS " + schema + " DEFAULT CHARACTER SET utf8mb4;",
                "CREATE USER IF NOT EXISTS " + owner + ";",
                "ALTER USER " + owner + " IDENTIFIED BY '" + database.password() + "';",
                "GRANT ALL ON " + schema + ".* TO " + owner + ";",
                "GRANT PROCESS /*!80000 , XA_RECOVER_ADMIN */ ON *.* TO " + owner + ";");
        try {
            Secrets.createPrivate(initFile);
            Files.write(initFile, statements);
        } catch (IOException e) {
            throw new LauncherException(initFile + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** An empty place next to a directory, to be moved there once it is complete. */
    static Path emptySibling(Path path) throws IOException {
        Path sibling = path.resolveSibling(path.getFileName() + "-incomplete");
        FileSystemUtils.deleteRecursively(sibling);
        return sibling;
    }
}
