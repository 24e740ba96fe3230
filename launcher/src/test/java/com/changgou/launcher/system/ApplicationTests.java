package com.changgou.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a jar as Spring Boot packs it, whose only class says what it sees and waits. */
class ApplicationTests {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String MAIN = ApplicationTests.Main.class.getName();

    @TempDir
    Path directory;

    private Path jar;

    /** What is packed. */
    static final class Main {

        private Main() {}

        /** Says whether its package can be found, as a component scan does, and waits for the end of its input. */
        public static void main(String[] args) throws IOException {
            String packageName = Main.class.getPackageName().replace('.', '/') + "/";
            System.out.println(args[0] + " " + (Main.class.getClassLoader().getResource(packageName) != null));
            System.in.transferTo(System.out);
        }
    }

    @BeforeEach
    void pack() throws IOException {
        jar = directory.resolve("some-service.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Start-Class", MAIN);
        String file = MAIN.replace('.', '/') + ".class";
        try (JarOutputStream packed = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream main = getClass().getClassLoader().getResourceAsStream(file)) {
            packed.putNextEntry(new JarEntry("BOOT-INF/classpath.idx"));
            packed.putNextEntry(new JarEntry("BOOT-INF/classes/" + file.substring(0, file.lastIndexOf('/') + 1)));
            packed.putNextEntry(new JarEntry("BOOT-INF/classes/" + file));
            main.transferTo(packed);
        }
    }

    private Application application() {
        return application(List.of("-XX:+UseSerialGC"), List.of());
    }

    private Application application(List<String> options, List<Path> more) {
        return new Application(new Equipment(List.of(), options, true), jar, directory.resolve("applications"), more);
    }

    private static Process start(Application application) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(application.command());
        command.add("hello");
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Returns when it can be used. */
    private static String firstLine(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    @Test
    void runsWithItsArgumentsAndItsPackagesCanBeScanned() throws IOException {
        Application application = application();
        application.prepare();
        Process process = start(application);
        assertThat(firstLine(process)).isEqualTo("hello true");
        process.destroyForcibly();
    }

    /** An archive that does not fit is not used, and where there is one none is written: each equipment has its own. */
    @Test
    void classesAreKeptForTheSameOptionsAndTheSameJarsOnly() throws IOException {
        Path beside = directory.resolve("beside.jar");
        List<String> options = List.of("-XX:+UseSerialGC");
        Application first = application(options, List.of(beside));
        first.prepare();
        assertThat(hasArchive(first)).isFalse();
        Files.writeString(first.archive(), "classes");

        assertThat(hasArchive(application(options, List.of(beside)))).isTrue();
        assertThat(hasArchive(application(List.of("-XX:+UseParallelGC"), List.of(beside))))
                .isFalse();
        assertThat(hasArchive(application(options, List.of(directory.resolve("other.jar")))))
                .isFalse();
        assertThat(hasArchive(application(options, List.of()))).isFalse();
    }

    @Test
    void archiveOfAJvmThatKeptNothingIsNotUsed() throws IOException {
        Application application = application();
        application.prepare();
        Files.createFile(application.archive());

        assertThat(hasArchive(application())).isFalse();
    }

    /** What is measured there is measured on a JVM as anybody's. */
    @Test
    void whoKeepsNoClassesNeitherWritesNorUsesThem() throws IOException {
        Application keeps = application();
        keeps.prepare();
        Files.writeString(keeps.archive(), "classes");
        Application keepsNone = new Application(
                new Equipment(List.of(), List.of("-XX:+UseSerialGC"), false),
                jar,
                directory.resolve("applications"),
                List.of());

        assertThat(keepsNone.archive()).isNull();
        assertThat(keepsNone.command()).startsWith("-XX:+UseSerialGC", "-cp");
    }

    private static boolean hasArchive(Application application) {
        return application.command().stream().anyMatch(option -> option.startsWith("-XX:SharedArchiveFile="));
    }

    @Test
    void changedJarIsUnpackedAnewAndNothingOfTheOldOneStays() throws IOException {
        application().prepare();
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
        application().prepare();
        try (var unpacked = Files.list(directory.resolve("applications"))) {
            assertThat(unpacked.filter(Files::isDirectory))
                    .singleElement()
                    .satisfies(only -> assertThat(only.getFileName().toString())
                            .endsWith("-" + jar.toFile().lastModified()));
        }
    }
}
