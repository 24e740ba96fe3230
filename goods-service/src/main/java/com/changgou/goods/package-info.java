/**
 * SKUs and their stock. As resource manager (RM) of a global transaction this service contributes one branch: all lines of an
 * order are deducted in one local transaction. How that becomes a branch is the matter of one package for each mode: {@code at},
 * {@code tcc}, {@code xa}.
 */
@NullMarked
package com.changgou.goods;

import org.jspecify.annotations.NullMarked;
