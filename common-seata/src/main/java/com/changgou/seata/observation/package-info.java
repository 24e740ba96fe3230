/** Observations that carry the XID, so that a trace can be found by it. */
@NullMarked
package com.changgou.seata.observation;

import org.jspecify.annotations.NullMarked;
