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
    /** The TC has taken the order's branch. Under AT the local commit comes next, under TCC and XA the work does. */
    ORDER_BRANCH_REGISTERED("order.branch-registered", false),
    /** Both branches have done their first phase; the global decision is still open. */
    ORDER_AFTER_INSERT("order.after-insert"),
    /** The TC has answered how the global transaction ends; phase two may still be on its way. */
    ORDER_AFTER_DECISION("order.after-decision", false),
    /** Phase two has reached the branch, in every mode, to commit it or to roll it back. */
    ORDER_BEFORE_PHASE_TWO("order.before-phase-two", false),
    /** Under TCC, in phase two: fence row and order are written in the local transaction, which is about to commit. */
    ORDER_BEFORE_PHASE_TWO_COMMIT("order.before-phase-two-commit"),
    /** Under TCC: phase two is committed, and the TC is not told so. */
    ORDER_PHASE_TWO_REPLY_LOST("order.phase-two-reply-lost"),
    /** As {@link #ORDER_BEFORE_BEGIN}. */
    GOODS_BEFORE_BEGIN("goods.before-begin"),
    /** The stock is deducted in the local transaction, which is about to register its branch and commit. */
    GOODS_BEFORE_COMMIT("goods.before-commit"),
    /** As {@link #ORDER_BRANCH_REGISTERED}. */
    GOODS_BRANCH_REGISTERED("goods.branch-registered", false),
    GOODS_AFTER_COMMIT("goods.after-commit"),
    /** The branch is committed and the answer is cut off on its way to the caller. */
    GOODS_REPLY_LOST("goods.reply-lost"),
    /** As {@link #ORDER_BEFORE_PHASE_TWO}. */
    GOODS_BEFORE_PHASE_TWO("goods.before-phase-two", false),
    /** Under TCC, in phase two: fence row and stock are written in the local transaction, which is about to commit. */
    GOODS_BEFORE_PHASE_TWO_COMMIT("goods.before-phase-two-commit"),
    /** Under TCC: phase two is committed, and the TC is not told so. */
    GOODS_PHASE_TWO_REPLY_LOST("goods.phase-two-reply-lost");

    private final String id;
    private final boolean throwing;

    FaultPoint(String id) {
        this(id, true);
    }

    FaultPoint(String id, boolean throwing) {
        this.id = id;
        this.throwing = throwing;
    }

    String id() {
        return id;
    }

    /** Not inside Seata: an exception there leaves the local transaction, or phase two, half done. */
    boolean mayThrow() {
        return throwing;
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
