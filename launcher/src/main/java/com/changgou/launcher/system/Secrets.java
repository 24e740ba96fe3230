package com.changgou.launcher.system;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/** Passwords of one system, made once at random and readable by its user only. */
final class Secrets {

    private static final int BYTES = 32;

    private final Properties values;

    private Secrets(Properties values) {
        this.values = values;
    }

    static Secrets of(Path home) {
        Path file = home.resolve("secrets.properties");
        Properties values = new Properties();
        try {
            if (Files.exists(file)) {
                try (Reader reader = Files.newBufferedReader(file)) {
                    values.load(reader);
                }
            } else {
                values.setProperty("database", random());
                values.setProperty("tc.console", random());
                values.setProperty("tc.key", random());
                Files.createDirectories(home);
                Path incomplete = home.resolve("secrets.incomplete");
                createPrivate(incomplete);
                try (Writer writer = Files.newBufferedWriter(incomplete)) {
                    values.store(writer, "made by the launcher");
                }
                Files.move(incomplete, file);
            }
        } catch (IOException e) {
            throw new LauncherException(file + " cannot be read or written: " + e.getMessage(), e);
        }
        return new Secrets(values);
    }

    String database() {
        return values.getProperty("database");
    }

    String tcConsole() {
        return values.getProperty("tc.console");
    }

    String tcKey() {
        return values.getProperty("tc.key");
    }

    static void createPrivate(Path file) throws IOException {
        Files.deleteIfExists(file);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
