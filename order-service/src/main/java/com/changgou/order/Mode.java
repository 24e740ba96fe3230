package com.changgou.order;

/** How an order and its stock are kept together: the branches that the two services contribute to the global transaction. */
public enum Mode {
    /** Both as AT branches. */
    AT,
    /** Both as TCC branches. */
    TCC,
    /** The order as an AT branch, the stock as a TCC branch. */
    MIXED,
    /** Both as XA branches. */
    XA
}
