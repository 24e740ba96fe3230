/** Data sources under Seata AT: each one proxied exactly once, and refused at start-up when a rollback could not work. */
@NullMarked
package com.changgou.seata.datasource;

import org.jspecify.annotations.NullMarked;
