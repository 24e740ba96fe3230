package com.changgou.console.recording;

import com.changgou.proof.Mode;
import com.changgou.proof.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fault points that a transaction is held at, and those at which it can be made to fail. */
final class Points {

    private Points() {}

    /** Where it is held, in the order in which the points come; some come in another one in some modes. */
    static List<String> pauses(Mode mode, @Nullable String fault) {
        List<String> points = new ArrayList<>(List.of(
                Witness.BEGUN,
                "goods.before-commit",
                "goods.branch-registered",
                "goods.after-commit",
                "order.after-goods-call",
                "order.before-commit",
                "order.branch-registered",
                Witness.BETWEEN_THE_PHASES,
                "order.after-decision",
                "goods.before-phase-two",
                "order.before-phase-two"));
        if (fault != null) {
            points.add(fault);
        }
        if (isTccForGoods(mode)) {
            points.add("goods.before-phase-two-commit");
        }
        if (mode == Mode.TCC) {
            points.add("order.before-phase-two-commit");
        }
        return points.stream().distinct().toList();
    }

    /** Where it can fail. */
    static List<String> faults(Mode mode) {
        Stream<String> phaseOne = Stream.of(
                Witness.BEGUN,
                "goods.before-begin",
                "goods.before-commit",
                "goods.after-commit",
                "goods.reply-lost",
                "order.after-goods-call",
                "order.before-begin",
                "order.before-commit",
                Witness.BETWEEN_THE_PHASES);
        Stream<String> goods = isTccForGoods(mode)
                ? Stream.of("goods.before-phase-two-commit", "goods.phase-two-reply-lost")
                : Stream.of();
        Stream<String> orders = mode == Mode.TCC
                ? Stream.of("order.before-phase-two-commit", "order.phase-two-reply-lost")
                : Stream.of();
        return Stream.of(phaseOne, goods, orders).flatMap(points -> points).toList();
    }

    /** Whether the decision is still open there. */
    static boolean isInPhaseOne(String point) {
        return Witness.stops(point) && !point.equals("order.after-decision");
    }

    static boolean stops(@Nullable String fault) {
        return fault != null && Witness.stops(fault);
    }

    private static boolean isTccForGoods(Mode mode) {
        return mode == Mode.TCC || mode == Mode.MIXED;
    }
}
