package com.changgou.faultmatrix.cell;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.springframework.util.FileSystemUtils;

/** A file system of a few megabytes in memory, mounted where a part keeps its data. */
final class SmallDisk implements AutoCloseable {

    private static final Path MOUNTS = Path.of("/proc/self/mounts");
    private static final String BALLAST = "ballast";
    private static final int BLOCK = 4096;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Moves what is in the directory onto a disk of its own. Whoever uses it must have been stopped. */
    static SmallDisk mount(Path directory, int megabytes) {
        Path before = directory.resolveSibling(directory.getFileName() + "-before");
        try {
            Files.move(directory, before);
            Files.createDirectory(directory);
            run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
            // A database leaves its socket behind, which Files.copy() does not know.
            run("cp", "--archive", before + "/.", directory.toString());
            FileSystemUtils.deleteRecursively(before);
            return new SmallDisk(directory);
        } catch (NotExercisedException notAllowed) {
            putBack(before, directory);
            throw notAllowed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void putBack(Path before, Path directory) {
        try {
            Files.delete(directory);
            Files.move(before, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a run that was killed has left would keep the next one from deleting its data. */
    static void unmountBelow(Path home) {
        try {
            List<String> mounts = Files.exists(MOUNTS) ? Files.readAllLines(MOUNTS) : List.of();
            mounts.stream()
                    .map(line -> Path.of(line.split(" ")[1]))
                    .filter(path -> path.startsWith(home.toAbsolutePath()))
                    .forEach(path -> run("umount", "--lazy", path.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Takes all of the room that is left.
     *
     * @return how one knows it
     * @throws IllegalStateException if there is room all the same
     */
    String fill() {
        byte[] block = new byte[BLOCK];
        new Random(BLOCK).nextBytes(block);
        long written = 0;
        try (OutputStream ballast = Files.newOutputStream(directory.resolve(BALLAST))) {
            for (long room = room(); written < room * 2; written += BLOCK) {
                ballast.write(block);
            }
        } catch (IOException full) {
            // It says so: the room that is left is looked at.
        }
        if (room() > 0) {
            throw new IllegalStateException(directory + " still has " + room() + " bytes");
        }
        return "0 bytes are left in " + directory.getFileName() + " after a ballast of " + written;
    }

    private long room() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the room back. */
    void free() {
        try {
            Files.deleteIfExists(directory.resolve(BALLAST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was on it is gone. */
    @Override
    public void close() {
        run("umount", "--lazy", directory.toString());
    }

    private static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw Trial.cannot(String.join(" ", command) + ": " + said.strip());
            }
        } catch (IOException missing) {
            throw Trial.cannot("There is no " + command[0] + " here");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
