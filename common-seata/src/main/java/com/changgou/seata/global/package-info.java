/** Tells listeners of the global transactions that this process begins and ends: the TM's side of {@code branch}. */
@NullMarked
package com.changgou.seata.global;

import org.jspecify.annotations.NullMarked;
