/**
 * SKUs and their stock. As resource manager (RM) of a global transaction this service contributes one branch: all lines
 * of an order are deducted in one local transaction, which Seata's data source proxy records and can undo. Nothing in
 * here knows about Seata.
 */
@NullMarked
package com.changgou.goods;

import org.jspecify.annotations.NullMarked;
