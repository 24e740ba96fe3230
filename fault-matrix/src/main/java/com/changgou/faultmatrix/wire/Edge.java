package com.changgou.faultmatrix.wire;

import java.util.Locale;

/** Where one part of the system calls another. */
public enum Edge {
    /** HTTP. */
    CLIENT_TO_ORDER,
    /** HTTP. */
    ORDER_TO_GOODS,
    /** MySQL's protocol. */
    ORDER_TO_DATABASE,
    /** MySQL's protocol. */
    GOODS_TO_DATABASE,
    /** MySQL's protocol. */
    USER_TO_DATABASE,
    /** Seata's protocol, of TM and RM. */
    ORDER_TO_TC,
    /** Seata's protocol, of TM and RM. */
    GOODS_TO_TC,
    /** Seata's protocol, to the second of two TCs. */
    ORDER_TO_TC_2,
    /** Seata's protocol, to the second of two TCs. */
    GOODS_TO_TC_2,
    /** AMQP. */
    ORDER_TO_BROKER,
    /** AMQP. */
    USER_TO_BROKER;

    boolean isSeata() {
        return this == ORDER_TO_TC || this == GOODS_TO_TC || isToSecondTc();
    }

    boolean isToSecondTc() {
        return this == ORDER_TO_TC_2 || this == GOODS_TO_TC_2;
    }

    /** Whether a TC is at its far end. */
    boolean leadsTo(String part) {
        return isSeata() && (isToSecondTc() ? part.equals("tc-2") : part.equals("tc"));
    }

    /** As the log names it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
