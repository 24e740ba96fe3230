package com.changgou.baseline;

import java.util.Arrays;

/** How long something takes, in ns. */
final class Median {

    private Median() {}

    /** {@code samples}: how often it is done, at least once. */
    static <E extends Exception> long of(int samples, Work<E> work) throws E {
        long[] took = new long[samples];
        for (int sample = 0; sample < samples; sample++) {
            long begin = System.nanoTime();
            work.run(sample);
            took[sample] = System.nanoTime() - begin;
        }
        Arrays.sort(took);
        return took[samples / 2];
    }

    /** What is measured. */
    @FunctionalInterface
    interface Work<E extends Exception> {

        void run(int sample) throws E;
    }
}
