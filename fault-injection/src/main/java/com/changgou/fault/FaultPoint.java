package com.changgou.fault;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A moment of the protocol at which a fault can be injected, inside a global transaction only. */
enum FaultPoint {
    ORDER_BEFORE_GOODS_CALL("order.before-goods-call"),
    ORDER_AFTER_GOODS_CALL("order.after-goods-call"),
    /** Under TCC the branch is registered, and its try has not begun. Under AT and XA it is not registered yet. */
    ORDER_BEFORE_BEGIN("order.before-begin"),
    /** The order's local transaction has its rows written and is about to register its branch and commit. */
    ORDER_BEFORE_COMMIT("order.before-commit"),
    /** Both branches have done their first phase; the global decision is still open. */
    ORDER_AFTER_INSERT("order.after-insert"),
    /** Under TCC, in phase two: fence row and order are written in the local transaction, which is about to commit. */
    ORDER_BEFORE_PHASE_TWO_COMMIT("order.before-phase-two-commit"),
    /** Under TCC: phase two is committed, and the TC is not told so. */
    ORDER_PHASE_TWO_REPLY_LOST("order.phase-two-reply-lost"),
    /** As {@link #ORDER_BEFORE_BEGIN}. */
    GOODS_BEFORE_BEGIN("goods.before-begin"),
    /** The stock is deducted in the local transaction, which is about to register its branch and commit. */
    GOODS_BEFORE_COMMIT("goods.before-commit"),
    GOODS_AFTER_COMMIT("goods.after-commit"),
    /** The branch is committed and the answer is cut off on its way to the caller. */
    GOODS_REPLY_LOST("goods.reply-lost"),
    /** Under TCC, in phase two: fence row and stock are written in the local transaction, which is about to commit. */
    GOODS_BEFORE_PHASE_TWO_COMMIT("goods.before-phase-two-commit"),
    /** Under TCC: phase two is committed, and the TC is not told so. */
    GOODS_PHASE_TWO_REPLY_LOST("goods.phase-two-reply-lost");

    private final String id;

    FaultPoint(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    static List<FaultPoint> of(String service) {
        String owner = service.replace("-service", ".");
        return Arrays.stream(values())
                .filter(point -> point.id.startsWith(owner))
                .toList();
    }

    static @Nullable FaultPoint byId(String id) {
        return Arrays.stream(values())
                .filter(point -> point.id.equals(id))
                .findFirst()
                .orElse(null);
    }
}
