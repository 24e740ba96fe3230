/** Both branches under AT: written and committed in phase one, undone from the undo log if the global transaction fails. */
@NullMarked
package com.changgou.order.at;

import org.jspecify.annotations.NullMarked;
