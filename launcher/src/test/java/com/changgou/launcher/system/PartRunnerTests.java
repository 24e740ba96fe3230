package com.changgou.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a JVM that is healthy when it has written a file, and waits to be ended. */
class PartRunnerTests {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String NAME = "some-service";

    @TempDir
    private Path home;

    private Path program = JAVA;
    private String classPath;
    private Path healthy;
    private Path archive;
    private PartRunner runner;

    /** What is run. */
    static final class Main {

        private Main() {}

        /** Writes the file that it is told. */
        public static void main(String[] args) throws Exception {
            Files.createFile(Path.of(args[0]));
            Thread.currentThread().join();
        }
    }

    /** Archives know jars only. */
    @BeforeEach
    void pack() throws IOException {
        healthy = home.resolve("healthy");
        archive = home.resolve("classes.jsa");
        runner = new PartRunner(
                new Installation(home, home, Ports.free(12_000, 15_000), Map.of(), Map.of(), Topology.STANDARD),
                Progress.SILENT);
        Path jar = home.resolve(NAME + ".jar");
        classPath = jar.toString();
        String file = Main.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream packed = new JarOutputStream(Files.newOutputStream(jar));
                InputStream main = getClass().getClassLoader().getResourceAsStream(file)) {
            packed.putNextEntry(new JarEntry(file));
            main.transferTo(packed);
        }
    }

    @Test
    void rehearsalEndsAndItsClassesAreMappedByTheNextStart() throws Exception {
        assumeThat(Path.of("/proc/self/maps")).exists();
        Part part = part("-Xshare:auto");
        assertThat(part.rehearses()).isTrue();

        runner.rehearse(part, Instant.now());

        assertThat(runner.find(NAME)).isEmpty();
        assertThat(part.rehearses()).isFalse();
        Files.delete(healthy);
        runner.start(part("-XX:SharedArchiveFile=" + archive), Instant.now());
        long second = runner.find(NAME).orElseThrow().pid();
        assertThat(Files.readString(Path.of("/proc", String.valueOf(second), "maps")))
                .contains(archive.toString());
        runner.stop(NAME);
    }

    /** As one of another vendor, which does not know the option. */
    @Test
    void jvmThatWritesNoArchiveRehearsesOnce() throws IOException {
        program = home.resolve("java");
        Files.writeString(program, """
                #!/bin/sh
                for argument; do
                  shift
                  case $argument in -XX:ArchiveClassesAtExit=*) ;; *) set -- "$@" "$argument" ;; esac
                done
                exec %s "$@"
                """.formatted(JAVA));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Part part = part("-Xshare:auto");

        runner.rehearse(part, Instant.now());

        assertThat(healthy).exists();
        assertThat(archive).isEmptyFile();
        assertThat(part.rehearses()).isFalse();
    }

    /** Such a JVM does not start at all when it is to write an archive. */
    @Test
    void jvmThatCannotRehearseStartsAllTheSame() {
        Part part = part("-Xshare:off");

        runner.rehearse(part, Instant.now());
        assertThat(healthy).doesNotExist();
        assertThat(home).isDirectoryNotContaining("glob:**classes*");
        runner.start(part, Instant.now());

        assertThat(runner.find(NAME)).isPresent();
        runner.stop(NAME);
    }

    private Part part(String option) {
        return new Part(
                NAME,
                "nowhere",
                List.of(program.toString(), option, "-cp", classPath, Main.class.getName(), healthy.toString()),
                Map.of(),
                home,
                () -> {},
                archive,
                () -> {},
                () -> Files.size(healthy));
    }
}
