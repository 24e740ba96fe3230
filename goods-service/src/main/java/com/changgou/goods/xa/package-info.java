/** Stock under XA: deducted and prepared in phase one, committed or rolled back by the database itself in phase two. */
@NullMarked
package com.changgou.goods.xa;

import org.jspecify.annotations.NullMarked;
