/** What an operator asks a running service: its health as a part of global transactions, which ones are open, what they changed. */
@NullMarked
package com.changgou.seata.status;

import org.jspecify.annotations.NullMarked;
