/**
 * Records what really passes in a global transaction, at the service whose class path the jar was added to: Seata's messages, the
 * statements at the driver, the HTTP calls, and where faults held or broke it. It sends nothing of its own to anybody. The jar is on
 * a service's class path only where the launcher or a test puts it there, after fault-injection's.
 */
@NullMarked
package com.changgou.recording;

import org.jspecify.annotations.NullMarked;
