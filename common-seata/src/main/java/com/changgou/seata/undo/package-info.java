/** Undo logs made readable: the rows that a branch changed, before and after. */
@NullMarked
package com.changgou.seata.undo;

import org.jspecify.annotations.NullMarked;
