/** Questions to the TC and to databases that keep nobody waiting, for health checks and gauges. */
@NullMarked
package com.changgou.seata.probe;

import org.jspecify.annotations.NullMarked;
