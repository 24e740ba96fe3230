package com.changgou.benchmarks.load;

/** Takes requests. */
@FunctionalInterface
public interface Target {

    /**
     * Sends one request and waits for its answer. What is thrown ends the run.
     *
     * @param client who sends it, from 0; never twice at once, so what belongs to a client needs no lock
     * @param sequence which request of the run it is, from 0; no two have the same
     * @return what the client was told
     */
    Answer send(int client, long sequence);
}
