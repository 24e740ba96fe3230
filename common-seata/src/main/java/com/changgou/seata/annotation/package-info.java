/** Seata's annotations on beans: one that nobody heeds fails the start. */
@NullMarked
package com.changgou.seata.annotation;

import org.jspecify.annotations.NullMarked;
