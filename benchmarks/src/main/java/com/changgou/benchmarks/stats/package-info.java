/** How much more or less one thing is than another, and how sure that is. */
@NullMarked
package com.changgou.benchmarks.stats;

import org.jspecify.annotations.NullMarked;
