/**
 * Customers and their points. Points are granted by reliable message: this service takes part in no global transaction, and knows
 * nothing of Seata. A message may come late, twice and in any order; it is acknowledged once it is granted and answered.
 */
@NullMarked
package com.changgou.user;

import org.jspecify.annotations.NullMarked;
