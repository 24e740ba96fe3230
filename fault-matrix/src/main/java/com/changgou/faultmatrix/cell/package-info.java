/**
 * The matrix: what is broken, at which moment, and what must hold after it. {@link com.changgou.faultmatrix.cell.Matrix} is the table;
 * the classes that it is made of have each cell's row beside the few lines that play it.
 */
@org.jspecify.annotations.NullMarked
package com.changgou.faultmatrix.cell;
