/** A TCC branch and an AT branch in one global transaction. */
@NullMarked
package com.changgou.order.mixed;

import org.jspecify.annotations.NullMarked;
