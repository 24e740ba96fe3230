/**
 * Stands on every edge of the system: passes bytes as they are, and cuts, swallows, delays or acts at a moment of Seata's
 * protocol when it is told to. What it did and saw is written down: that is the witness that a fault landed.
 */
@NullMarked
package com.changgou.faultmatrix.wire;

import org.jspecify.annotations.NullMarked;
