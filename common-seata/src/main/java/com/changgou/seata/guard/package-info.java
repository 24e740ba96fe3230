/**
 * Makes failures loud that Seata reports as a success: a call that took part in a global transaction with no branch, a remote failure that
 * somebody swallowed, and a commit of nothing. It costs headers, and no call to the TC and no statement.
 */
@NullMarked
package com.changgou.seata.guard;

import org.jspecify.annotations.NullMarked;
