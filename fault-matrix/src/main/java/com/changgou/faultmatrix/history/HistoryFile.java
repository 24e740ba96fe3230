package com.changgou.faultmatrix.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file that a history is appended to, one line of JSON for each event. For any number of threads. */
public final class HistoryFile implements AutoCloseable {

    private final FileChannel file;

    /**
     * Opens a history; what is there already stays.
     *
     * @param path the file
     * @throws IOException if it cannot be opened
     */
    public HistoryFile(Path path) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /**
     * Writes an event. When this returns, it is on disk.
     *
     * @param event what happened, or is about to
     * @throws UncheckedIOException if it cannot be written: whatever the client does next would not be known
     */
    public synchronized void append(Event event) {
        ByteBuffer line =
                ByteBuffer.wrap((History.JSON.writeValueAsString(event) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                file.write(line);
            }
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
