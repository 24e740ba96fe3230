/** The console: a global transaction, step by step, in the browser. It takes part in nothing, and only looks and holds. */
@NullMarked
package com.changgou.console;

import org.jspecify.annotations.NullMarked;
