/**
 * Whether anything was lost, doubled or left over: what a client was told, what stands in the three databases and at the TC, and what
 * was seen in between, held against the invariants I1 to I10. The services themselves are not asked.
 */
@NullMarked
package com.changgou.faultmatrix.check;

import org.jspecify.annotations.NullMarked;
