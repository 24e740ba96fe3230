/**
 * What the modes are measured against: the same orders without a global transaction, and the floor of what an order costs. A
 * non-atomic mode must never be part of the order service: the jar is on a service's class path only where the benchmark puts it.
 */
@NullMarked
package com.changgou.baseline;

import org.jspecify.annotations.NullMarked;
