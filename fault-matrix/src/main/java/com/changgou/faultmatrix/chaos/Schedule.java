package com.changgou.faultmatrix.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What is done when. It follows from the seed and the length alone, so a run can be repeated; what the orders meet then differs, as
 * threads and packets do.
 *
 * @param seed of everything that is chosen
 * @param length of the run
 * @param steps by their beginning
 */
record Schedule(long seed, Duration length, List<Step> steps) {

    /** Whatever is done has ended by then, so that the run ends in peace. */
    private static final Duration PEACE = Duration.ofSeconds(15);

    private static final int SHORTEST_GAP = 1_000;
    private static final int LONGEST_GAP = 9_000;

    /**
     * Something that is done.
     *
     * @param from after the beginning of the run
     * @param to after the beginning of the run
     * @param disturbance what
     */
    record Step(Duration from, Duration to, Disturbance disturbance) {

        @Override
        public String toString() {
            return "%02d:%02d  %s, for %s"
                    .formatted(from.toMinutes(), from.toSecondsPart(), disturbance, Played.seconds(to.minus(from)));
        }

        private boolean meets(Step other) {
            return disturbance.subject().equals(other.disturbance.subject()) && from.compareTo(other.to) < 0;
        }
    }

    /**
     * Chooses.
     *
     * @param seed the same seed chooses the same
     * @param length how long the run is
     * @return faults of which some overlap, but never two of the same subject
     */
    static Schedule of(long seed, Duration length) {
        Random random = new Random(seed);
        Duration end = length.minus(PEACE);
        List<Step> steps = new ArrayList<>();
        Duration at = Duration.ZERO;
        while (true) {
            at = at.plusMillis(random.nextInt(SHORTEST_GAP, LONGEST_GAP));
            Disturbance disturbance = Disturbances.ALL.get(random.nextInt(Disturbances.ALL.size()));
            Step step = new Step(at, at.plus(between(disturbance, random)), disturbance);
            if (at.compareTo(end) >= 0) {
                return new Schedule(seed, length, List.copyOf(steps));
            }
            if (step.to().compareTo(end) <= 0 && steps.stream().noneMatch(step::meets)) {
                steps.add(step);
            }
        }
    }

    private static Duration between(Disturbance disturbance, Random random) {
        long least = disturbance.shortest().toMillis();
        return Duration.ofMillis(least + random.nextLong(disturbance.longest().toMillis() - least));
    }
}
