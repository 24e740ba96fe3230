/** Carries the XID of a global transaction over HTTP: out with every client that Spring offers, in through one servlet filter. */
@NullMarked
package com.changgou.seata.xid;

import org.jspecify.annotations.NullMarked;
