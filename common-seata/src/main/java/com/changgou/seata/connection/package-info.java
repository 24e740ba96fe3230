/** Keeps this process connected to the TC: finds one that is back at once, and keeps a connection that waits for a slow answer. */
@NullMarked
package com.changgou.seata.connection;

import org.jspecify.annotations.NullMarked;
