package com.changgou.goods;

/** What a reader may be shown of global transactions that are not decided yet. */
enum Isolation {
    /** All that is committed in this database: what AT branches and TCC tries have done may still go back. */
    UNCOMMITTED,
    /** Only what stays. */
    COMMITTED
}
