/** Pictures of what was measured. */
@NullMarked
package com.changgou.benchmarks.report;

import org.jspecify.annotations.NullMarked;
