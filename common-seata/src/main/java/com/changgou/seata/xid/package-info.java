/**
 * Carries the XID of a global transaction over HTTP: out, signed, with every client that Spring offers, in through one
 * servlet filter that believes whom it can verify. On which threads it is: {@code XidThreadLocalAccessor}.
 */
@NullMarked
package com.changgou.seata.xid;

import org.jspecify.annotations.NullMarked;
