/**
 * Faults at named moments of the protocol, switched over HTTP while the system runs. The business code holds no hook:
 * the moments are reached through public extension points of Feign, Spring's transactions and the servlet container.
 * The jar is on a service's class path only where the launcher or a test puts it there.
 */
@NullMarked
package com.changgou.fault;

import org.jspecify.annotations.NullMarked;
