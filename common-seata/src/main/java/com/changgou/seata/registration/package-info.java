/** How this process registers as TM and as RM at the TC: signed with a secret that both know. */
@NullMarked
package com.changgou.seata.registration;

import org.jspecify.annotations.NullMarked;
