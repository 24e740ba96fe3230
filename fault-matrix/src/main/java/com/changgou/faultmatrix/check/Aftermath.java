package com.changgou.faultmatrix.check;

import java.time.Duration;
import java.util.List;

/**
 * What comes after the faults: everything is mended, and what was begun has its time to end.
 *
 * @param open what was still going on when the limit came; empty where everything came to rest
 * @param canaries what ordering every SKU in every mode has found
 */
public record Aftermath(List<String> open, List<Canary.Probe> canaries) {

    private static final String CANARY_CUSTOMER = "u10";

    /**
     * Waits until nothing is going on, orders every SKU, and waits until nothing of that is going on.
     *
     * @param reader what it is seen by
     * @param client places the orders
     * @param limit of each wait; where nothing came to rest each SKU is tried once
     * @return what has come of it
     */
    public static Aftermath await(StateReader reader, Canary.Client client, Duration limit) {
        Quiescence quiescence = new Quiescence(reader);
        Quiescence.Result quiet = quiescence.await(limit);
        List<Canary.Probe> canaries = new Canary(client, CANARY_CUSTOMER)
                .run(reader.read().goods().skus(), quiet.isQuiet() ? limit : Duration.ZERO);
        Quiescence.Result end = quiet.isQuiet() ? quiescence.await(limit) : quiet;
        return new Aftermath(end.open(), canaries);
    }
}
