/**
 * What a global transaction really did, collected from independent places: the TC's HTTP API, the undo logs, and the rows
 * of both databases over JDBC. Neither an HTTP answer of a service nor Seata's own word for the outcome counts.
 */
@NullMarked
package com.changgou.proof;

import org.jspecify.annotations.NullMarked;
