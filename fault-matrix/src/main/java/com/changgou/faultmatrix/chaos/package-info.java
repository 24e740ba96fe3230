/** {@code ./demo chaos}: the faults of the matrix in a random order that a seed repeats, under load, and the same checker at the end. */
@NullMarked
package com.changgou.faultmatrix.chaos;

import org.jspecify.annotations.NullMarked;
