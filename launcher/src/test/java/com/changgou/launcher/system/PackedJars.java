package com.changgou.launcher.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The jars of a project directory, as Spring Boot packs them, without a library and without a main class: whoever starts ends. */
final class PackedJars {

    private PackedJars() {}

    static void pack(Path root, String... modules) throws IOException {
        for (String module : modules) {
            Path jar = root.resolve(module).resolve("target").resolve(module + ".jar");
            Files.createDirectories(jar.getParent());
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().putValue("Start-Class", "Main");
            try (JarOutputStream packed = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
                packed.putNextEntry(new JarEntry("BOOT-INF/classpath.idx"));
            }
        }
    }
}
