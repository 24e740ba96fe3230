/** Both branches under XA: prepared in phase one, committed or rolled back by the databases in phase two. */
@NullMarked
package com.changgou.order.xa;

import org.jspecify.annotations.NullMarked;
