/** The system on one machine: two databases, the TC and two services, each a process of its own, on loopback. */
@NullMarked
package com.changgou.launcher.system;

import org.jspecify.annotations.NullMarked;
