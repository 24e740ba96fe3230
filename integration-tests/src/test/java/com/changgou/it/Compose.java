package com.changgou.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.springframework.util.FileSystemUtils;

/** One compose project of this repository's file, with secrets and a name of its own: {@code docker compose} as a user calls it. */
final class Compose {

    private static final Path ROOT = Path.of(System.getProperty("changgou.root"));

    private final String project;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Properties secrets;

    /**
     * A project that does not run yet.
     *
     * @param name its name, and that of its directory below {@code target}
     * @param environment for the file's variables, images from this process' own environment included
     * @param overrides compose files beside {@code docker-compose.yml}
     */
    Compose(String name, Map<String, String> environment, String... overrides) {
        Path env = newSecrets(ROOT.resolve("integration-tests/target").resolve(name));
        this.command = new ArrayList<>(List.of("docker", "compose", "--ansi=never", "--env-file", env.toString()));
        this.project = "changgou-it-" + name;
        command.addAll(List.of("--project-name", project, "--file", "docker-compose.yml"));
        for (String override : overrides) {
            command.addAll(List.of("--file", override));
        }
        this.environment = environment;
        this.secrets = load(env);
    }

    private static Path newSecrets(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path env = directory.resolve("env");
        run(List.of(ROOT.resolve("deploy/make-env").toString(), env.toString()), Map.of());
        return env;
    }

    private static Properties load(Path env) {
        Properties values = new Properties();
        try (var reader = Files.newBufferedReader(env)) {
            values.load(reader);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String secret(String name) {
        return secrets.getProperty(name);
    }

    /** Runs a command of compose, and returns what it printed on standard output. */
    String run(String... arguments) {
        return runWith(Map.of(), arguments);
    }

    /** As {@link #run}, with variables that no list of processes shows. */
    String runWith(Map<String, String> variables, String... arguments) {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(arguments));
        Map<String, String> changed = new HashMap<>(environment);
        changed.putAll(variables);
        return run(line, changed);
    }

    /** What a command prints on standard error when it fails, as it has to. */
    String failure(Map<String, String> variables, String... arguments) {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(arguments));
        Map<String, String> changed = new HashMap<>(environment);
        changed.putAll(variables);
        Result result = execute(line, changed);
        if (result.status() == 0) {
            throw new AssertionError(String.join(" ", line) + " should have failed");
        }
        return result.error();
    }

    /** Starts everything anew. What does not come up is told with its log, and leaves nothing behind. */
    void upFresh() {
        down();
        try {
            up();
        } catch (AssertionError failed) {
            String logs = run("logs", "--no-color", "--tail", "40");
            down();
            throw new AssertionError(failed.getMessage() + "\n" + logs, failed);
        }
    }

    void up() {
        run("up", "--build", "--wait", "--quiet-pull");
    }

    void down() {
        run("down", "--volumes", "--timeout", "5");
    }

    /** By the engine: compose would read its files first, which takes as long as a scenario. */
    void kill(String service) {
        run(List.of("docker", "kill", container(service)), Map.of());
    }

    void start(String service) {
        run("up", "--no-deps", "--no-recreate", "--wait", service);
    }

    boolean isRunning(String service) {
        return Docker.inspect(container(service), "{{.State.Running}}").equals("true");
    }

    private String container(String service) {
        return project + "-" + service + "-1";
    }

    /** The lines that a statement prints, run by root inside of the database's container; columns are tab-separated. */
    List<String> query(String service, String schema, String sql) {
        return runWith(
                        Map.of("MYSQL_PWD", secret("MYSQL_ROOT_PASSWORD")),
                        "exec",
                        "-T",
                        "-e",
                        "MYSQL_PWD",
                        service,
                        "mysql",
                        "-uroot",
                        "--batch",
                        "--skip-column-names",
                        schema,
                        "--execute=" + sql)
                .lines()
                .toList();
    }

    private record Result(int status, String output, String error) {}

    private static String run(List<String> line, Map<String, String> environment) {
        Result result = execute(line, environment);
        if (result.status() != 0) {
            throw new AssertionError(String.join(" ", line) + " ended with status " + result.status() + ":\n"
                    + result.output() + result.error());
        }
        return result.output();
    }

    private static Result execute(List<String> line, Map<String, String> environment) {
        try {
            Path errors = Files.createTempFile("compose", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(line).directory(ROOT.toFile()).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes());
            int status = process.waitFor();
            String error = Files.readString(errors);
            Files.delete(errors);
            return new Result(status, output, error);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
