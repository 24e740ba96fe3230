/** Both branches under TCC: tried in phase one, confirmed or cancelled in phase two by the code in here. */
@NullMarked
package com.changgou.order.tcc;

import org.jspecify.annotations.NullMarked;
