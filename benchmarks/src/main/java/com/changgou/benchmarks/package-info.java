/**
 * What each mode costs: rounds of the same orders side by side in one deployment, ratios within blocks of such rounds, and the
 * statements, messages and commits that an order takes. Source of the design: dtm's benchmarks, which count durable commits, and
 * paired comparisons as in ABBA trials.
 */
@NullMarked
package com.changgou.benchmarks;

import org.jspecify.annotations.NullMarked;
