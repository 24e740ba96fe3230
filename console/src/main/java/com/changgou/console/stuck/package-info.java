/** Transactions that are not over: what each holds, and whom it waits for. */
@NullMarked
package com.changgou.console.stuck;

import org.jspecify.annotations.NullMarked;
