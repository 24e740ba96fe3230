/**
 * Points for placed orders, by reliable message. A task is written with its order, in one local transaction; a relay sends it once
 * the order can no longer be rolled back, and again until the user service has answered.
 */
@NullMarked
package com.changgou.order.points;

import org.jspecify.annotations.NullMarked;
