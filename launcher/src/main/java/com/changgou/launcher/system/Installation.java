package com.changgou.launcher.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One system on this machine: where it was built, where it keeps its state, and how it is to run.
 *
 * @param root the project's directory with the built jars and {@code sql/}
 * @param home the directory for data, logs, secrets and proofs of this system
 * @param ports where its parts listen
 * @param settings extra settings by service, each {@code key=value}
 * @param environment extra environment for every service
 * @param topology what it is made of
 * @param equipment what its applications run with
 */
public record Installation(
        Path root,
        Path home,
        Ports ports,
        Map<String, List<String>> settings,
        Map<String, String> environment,
        Topology topology,
        Equipment equipment) {

    /**
     * A system with the standard equipment.
     *
     * @param root the project's directory with the built jars and {@code sql/}
     * @param home the directory for data, logs, secrets and proofs of this system
     * @param ports where its parts listen
     * @param settings extra settings by service, each {@code key=value}
     * @param environment extra environment for every service
     * @param topology what it is made of
     */
    public Installation(
            Path root,
            Path home,
            Ports ports,
            Map<String, List<String>> settings,
            Map<String, String> environment,
            Topology topology) {
        this(root, home, ports, settings, environment, topology, Equipment.STANDARD);
    }

    Path jar(String module) {
        Path jar = root.resolve(module).resolve("target").resolve(module + ".jar");
        if (!Files.exists(jar)) {
            throw new LauncherException(jar + " is missing. Build it: ./mvnw package -DskipTests");
        }
        return jar;
    }

    Path sql(String database) {
        return root.resolve("sql").resolve(database + ".sql");
    }

    /** Shared by every system of this project directory: it is only read once it is unpacked. */
    Path databaseBinaries() {
        return root.resolve(".demo").resolve("mariadb");
    }

    /** Shared by every system of this project directory, too. */
    Path applications() {
        return root.resolve(".demo").resolve("applications");
    }

    Path data(String part) {
        return home.resolve("data").resolve(part);
    }

    /**
     * Where a part writes its output.
     *
     * @param part one of {@link LocalSystem#PARTS}
     * @return a file, which may not exist yet
     */
    public Path log(String part) {
        return home.resolve("logs").resolve(part + ".log");
    }

    /**
     * Where the proofs of this system are kept.
     *
     * @return a directory, which may not exist yet
     */
    public Path proofs() {
        return home.resolve("proofs");
    }
}
