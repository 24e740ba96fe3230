/** Seata's fence for TCC branches, without its deadlocks. */
@NullMarked
package com.changgou.seata.fence;

import org.jspecify.annotations.NullMarked;
