package com.changgou.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With an installer that is a script of the test's own. */
class MariaDbTests {

    @TempDir
    private Path home;

    /** In the machine's directory for temporary files, servers that install themselves at once remove each other's tables. */
    @Test
    void databaseThatIsInstalledHasItsTemporaryTablesToItself() throws IOException {
        installer("touch \"$TMPDIR/table\" && echo \"$TMPDIR\" > \"$datadir/told\"");
        Path data = home.resolve("data").resolve("goods-db");

        database(data).prepare();

        Path temporary = Path.of(Files.readString(data.resolve("told")).strip());
        assertThat(temporary).hasParentRaw(data.getParent()).doesNotExist();
    }

    @Test
    void databaseThatCannotBeInstalledSaysWhyAndLeavesNothingThatLooksUsable() throws IOException {
        installer("echo 'Unknown table' && exit 1");
        Path data = home.resolve("data").resolve("goods-db");

        assertThatThrownBy(() -> database(data).prepare())
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("goods-db")
                .hasMessageContaining("Unknown table");
        assertThat(data).doesNotExist();
    }

    private MariaDb database(Path data) {
        return MariaDb.at(home.resolve("mariadb"), data);
    }

    private void installer(String script) throws IOException {
        Path program = home.resolve("mariadb").resolve("scripts").resolve("mariadb-install-db");
        Files.createDirectories(program.getParent());
        Files.createDirectories(home.resolve("mariadb").resolve("libs"));
        Files.writeString(program, """
                #!/bin/sh
                for argument; do
                  case $argument in --datadir=*) datadir=${argument#--datadir=} ;; esac
                done
                """ + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
