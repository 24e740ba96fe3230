package com.changgou.launcher.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A MySQL server that is installed on this machine, as two processes with data of their own. */
final class MySql implements DatabaseServer {

    private final Path mysqld;
    private final Path data;

    MySql(Path mysqld, Path data) {
        // It is started in another directory; a bare name is looked up on the PATH.
        this.mysqld = mysqld.getNameCount() > 1 ? mysqld.toAbsolutePath() : mysqld;
        this.data = data;
    }

    @Override
    public void prepare() {
        requireMySql();
        if (Files.exists(data)) {
            return;
        }
        try {
            Path incomplete = DatabaseServer.emptySibling(data);
            Files.createDirectories(incomplete.getParent());
            run(
                    "--no-defaults",
                    "--initialize-insecure",
                    "--user=" + System.getProperty("user.name"),
                    "--datadir=" + incomplete);
            Files.move(incomplete, data);
        } catch (IOException e) {
            throw new LauncherException("MySQL's data cannot be created in " + data + ": " + e.getMessage(), e);
        }
    }

    private void requireMySql() {
        String version = run("--no-defaults", "--version");
        if (!version.contains("Ver 8.") && !version.contains("Ver 9.")) {
            throw new LauncherException(mysqld + " is not MySQL 8 or 9 but: " + version.strip());
        }
    }

    private String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(mysqld.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new LauncherException(String.join(" ", command) + " failed:\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new LauncherException(
                    "There is no MySQL server " + mysqld
                            + ". Install MySQL, or name its server: --mysql=/path/to/mysqld",
                    e);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while " + mysqld + " was running", stopped);
        }
    }

    @Override
    public List<String> command(int port, Path initFile) {
        List<String> command = new ArrayList<>(List.of(
                mysqld.toString(),
                "--no-defaults",
                "--mysqlx=OFF",
                "--secure-file-priv=NULL",
                // Or 9 writes them down in transactions of its own, which its counters show as somebody's. 8 has none.
                "--gtid-mode=OFF",
                // 250 MB less for each server.
                "--performance-schema=OFF"));
        command.addAll(DatabaseServer.commonOptions(data, port, initFile));
        return command;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }
}
