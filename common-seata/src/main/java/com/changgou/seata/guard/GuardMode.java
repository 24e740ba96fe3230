package com.changgou.seata.guard;

/** What a guard does with what it finds. */
public enum GuardMode {

    /** The global transaction is rolled back. */
    FAIL,

    /** It is logged, and {@link GuardListener}s hear of it. */
    WARN,

    /** Nothing is looked at; everything is as without the guard. */
    OFF
}
