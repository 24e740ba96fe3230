/** Meters of global transactions, of their branches in this process, of what the guards find, and of the undo logs behind them. */
@NullMarked
package com.changgou.seata.metrics;

import org.jspecify.annotations.NullMarked;
