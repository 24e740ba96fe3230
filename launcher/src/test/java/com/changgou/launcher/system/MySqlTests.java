package com.changgou.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MySqlTests {

    @TempDir
    Path directory;

    @Test
    void missingServerIsAClearError() {
        Path absent = directory.resolve("mysqld");

        assertThatThrownBy(() -> new MySql(absent, directory.resolve("data")).prepare())
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("There is no MySQL server " + absent)
                .hasMessageContaining("--mysql=/path/to/mysqld");
    }

    @Test
    void anotherKindOfServerIsAClearError() throws IOException {
        Path other = program("echo 'mysqld  Ver 11.4.5-MariaDB for Linux on x86_64'");

        assertThatThrownBy(() -> new MySql(other, directory.resolve("data")).prepare())
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("is not MySQL 8 or 9 but: mysqld  Ver 11.4.5-MariaDB");
    }

    /** What is under the data directory's name is complete, whenever the launcher was killed. */
    @Test
    void failedInitializationLeavesNothingThatLooksUsable() throws IOException {
        Path failing = program(
                "case $2 in --version) echo 'mysqld  Ver 9.7.4';; *) mkdir -p \"${4#--datadir=}\"; echo no room; exit 1;; esac");
        Path data = directory.resolve("data");

        assertThatThrownBy(() -> new MySql(failing, data).prepare())
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("no room");

        assertThat(data).doesNotExist();
    }

    private Path program(String script) throws IOException {
        Path program = directory.resolve("mysqld");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }
}
