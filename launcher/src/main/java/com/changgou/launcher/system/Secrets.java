package com.changgou.launcher.system;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;

/** Passwords of one system, made once at random and readable by its user only. */
final class Secrets {

    private static final int BYTES = 32;
    private static final String DATABASE = "database";
    private static final String TC_CONSOLE = "tc.console";
    private static final String TC_KEY = "tc.key";
    private static final String TC_CLIENT = "tc.client";
    private static final String BROKER = "broker";
    private static final String NACOS = "nacos";
    private static final String NACOS_ADMIN = "nacos.admin";
    private static final String NACOS_KEY = "nacos.key";
    private static final String XID = "xid";
    private static final List<String> NAMES =
            List.of(DATABASE, TC_CONSOLE, TC_KEY, TC_CLIENT, XID, BROKER, NACOS, NACOS_ADMIN, NACOS_KEY);

    private final Properties values;

    private Secrets(Properties values) {
        this.values = values;
    }

    /** Makes what is missing: a home that an earlier version made has fewer. */
    static Secrets of(Path home) {
        Path file = home.resolve("secrets.properties");
        Properties values = new Properties();
        try {
            if (Files.exists(file)) {
                try (Reader reader = Files.newBufferedReader(file)) {
                    values.load(reader);
                }
            }
            if (!values.keySet().containsAll(NAMES)) {
                NAMES.forEach(name -> values.putIfAbsent(name, random()));
                store(values, file);
            }
        } catch (IOException e) {
            throw new LauncherException(file + " cannot be read or written: " + e.getMessage(), e);
        }
        return new Secrets(values);
    }

    private static void store(Properties values, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path incomplete = file.resolveSibling("secrets.incomplete");
        createPrivate(incomplete);
        try (Writer writer = Files.newBufferedWriter(incomplete)) {
            values.store(writer, "made by the launcher");
        }
        Files.move(incomplete, file, StandardCopyOption.REPLACE_EXISTING);
    }

    String database() {
        return values.getProperty(DATABASE);
    }

    String tcConsole() {
        return values.getProperty(TC_CONSOLE);
    }

    String tcKey() {
        return values.getProperty(TC_KEY);
    }

    /** What the TC wants its clients to know. */
    String tcClient() {
        return values.getProperty(TC_CLIENT);
    }

    String broker() {
        return values.getProperty(BROKER);
    }

    String nacos() {
        return values.getProperty(NACOS);
    }

    String nacosAdmin() {
        return values.getProperty(NACOS_ADMIN);
    }

    /** Nacos wants its key in Base64, and 64 hexadecimal digits are that, too. */
    String nacosKey() {
        return values.getProperty(NACOS_KEY);
    }

    /** Signs the XIDs between the services. */
    String xid() {
        return values.getProperty(XID);
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
