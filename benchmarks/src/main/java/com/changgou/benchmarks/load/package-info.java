/**
 * Sends requests to whatever takes them and measures what came of it: in a closed loop, where clients wait for their answers, and in an
 * open one, where they come when they come. Knows nothing of orders.
 */
@NullMarked
package com.changgou.benchmarks.load;

import org.jspecify.annotations.NullMarked;
