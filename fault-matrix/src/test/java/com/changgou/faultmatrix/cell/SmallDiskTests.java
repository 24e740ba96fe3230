package com.changgou.faultmatrix.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where nobody may mount anything, what was there stays as it was. */
class SmallDiskTests {

    @TempDir
    private Path home;

    @Test
    void keepsWhatWasThereAndCanBeFilledAndFreed() throws IOException {
        Path data = Files.createDirectory(home.resolve("data"));
        Files.writeString(Files.createDirectory(data.resolve("inner")).resolve("file"), "text");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(data.resolve("a.sock")));
        }

        try (SmallDisk disk = mountOrSkip(data)) {
            assertThat(data.resolve("inner/file")).hasContent("text");
            assertThat(data.resolve("before")).hasContent("before");

            assertThat(disk.fill()).startsWith("0 bytes are left");
            assertThatThrownBy(() -> Files.write(data.resolve("more"), new byte[4096]))
                    .isInstanceOf(IOException.class);

            disk.free();
            Files.write(data.resolve("more"), new byte[4096]);
        }
        assertThat(data).as("what was on it is gone").isEmptyDirectory();
    }

    @Test
    void whatAKilledRunHasLeftIsUnmounted() throws IOException {
        Path data = Files.createDirectory(home.resolve("data"));
        mountOrSkip(data);
        Files.writeString(data.resolve("file"), "text");

        SmallDisk.unmountBelow(home);

        assertThat(data).isEmptyDirectory();
    }

    private static SmallDisk mountOrSkip(Path data) throws IOException {
        Files.writeString(data.resolve("before"), "before");
        try {
            return SmallDisk.mount(data, 1);
        } catch (NotExercisedException notAllowed) {
            assertThat(data.resolve("before")).hasContent("before");
            assumeThat(false).as("%s", notAllowed.getMessage()).isTrue();
            throw notAllowed;
        }
    }
}
