package com.changgou.faultmatrix.chaos;

import com.changgou.faultmatrix.cell.Stage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that can be done to a running system for a while.
 *
 * @param subject the part or edge that it is done to: never two at once to the same
 * @param what it does, for people
 * @param shortest how long it lasts at least
 * @param longest how long it lasts at most
 * @param beginning does it
 */
record Disturbance(String subject, String what, Duration shortest, Duration longest, Beginning beginning) {

    /** Does it. */
    @FunctionalInterface
    interface Beginning {
        Effect on(Stage stage);
    }

    /**
     * What is going on until it is ended.
     *
     * @param witness how one knows that it landed; empty where it did not, or not yet
     * @param end ends it, and returns when what was broken is there again
     */
    record Effect(Supplier<Optional<String>> witness, Runnable end) {}

    @Override
    public String toString() {
        return what + " " + subject;
    }
}
