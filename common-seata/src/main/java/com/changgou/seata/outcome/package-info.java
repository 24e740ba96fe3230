/** How a global transaction ended, where Seata leaves callers guessing: unavailable before it began, or unknown after the decision. */
@NullMarked
package com.changgou.seata.outcome;

import org.jspecify.annotations.NullMarked;
