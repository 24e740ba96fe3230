/** What the packages that reach HTTP clients share. */
@NullMarked
package com.changgou.seata.http;

import org.jspecify.annotations.NullMarked;
