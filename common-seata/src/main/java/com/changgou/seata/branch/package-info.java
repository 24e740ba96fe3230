/** Hears what happens to the branches of this process, from inside Seata's resource managers: at no cost in calls or statements. */
@NullMarked
package com.changgou.seata.branch;

import org.jspecify.annotations.NullMarked;
