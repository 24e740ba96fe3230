/**
 * Orders. {@link com.changgou.order.OrderPlacement} is the protocol: it opens the global transaction (TM), lets the goods
 * service deduct the stock in its database, and writes the order in this one (RM).
 */
@NullMarked
package com.changgou.order;

import org.jspecify.annotations.NullMarked;
