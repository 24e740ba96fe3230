package com.changgou.launcher.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One process of the system.
 *
 * @param name its name on the command line
 * @param url what to show to the user
 * @param command how it is started
 * @param environment what it is told by environment
 * @param directory where it is started
 * @param prepare what has to be there before it is started
 * @param archive where its JVM keeps its classes; null where it keeps none, and for what is no Java application
 * @param ready what is done once when it can be used for the first time
 * @param health tells that it can be used
 */
record Part(
        String name,
        String url,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Runnable prepare,
        @Nullable Path archive,
        Ready ready,
        Health health) {

    /** The same, told more. */
    Part with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Part(name, url, command, all, directory, prepare, archive, ready, health);
    }

    /** Whether it has an archive to write before it starts. */
    boolean rehearses() {
        return archive != null && !Files.exists(archive);
    }

    /** The same, whose JVM writes its classes into a file when it ends. */
    Part writing(Path classes) {
        List<String> all = new ArrayList<>(command);
        // It says what it leaves out, one line for each of some 3000 classes.
        all.addAll(1, List.of("-XX:ArchiveClassesAtExit=" + classes, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
        return new Part(name, url, all, environment, directory, prepare, archive, ready, health);
    }

    /** What is done with a part that can be used. */
    @FunctionalInterface
    interface Ready {

        void make() throws Exception;
    }

    /** Returns, or throws what is missing. */
    @FunctionalInterface
    interface Health {

        void check() throws Exception;
    }
}
