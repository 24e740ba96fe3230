/** The goods service as the order service sees it: one call, and the answers that it can have. */
@NullMarked
package com.changgou.order.goods;

import org.jspecify.annotations.NullMarked;
