/** Stock under TCC: frozen by try, used up by confirm, given back by cancel. */
@NullMarked
package com.changgou.goods.tcc;

import org.jspecify.annotations.NullMarked;
