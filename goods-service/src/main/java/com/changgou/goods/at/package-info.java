/** Stock under Seata AT: deducted and committed in phase one, put back from the undo log if the global transaction fails. */
@NullMarked
package com.changgou.goods.at;

import org.jspecify.annotations.NullMarked;
