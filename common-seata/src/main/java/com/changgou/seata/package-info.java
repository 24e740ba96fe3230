/**
 * What a Spring Boot 4 service needs beside Seata's own starter: data sources that are proxied exactly once and checked at start-up
 * ({@code datasource}), registrations that the TC can trust ({@code registration}), the XID carried over HTTP in both directions and
 * taken only from who is trusted ({@code xid}), silent failures that are rolled back instead ({@code guard}), outcomes of a global
 * transaction told apart ({@code outcome}), undo logs made readable ({@code undo}), meters ({@code metrics}), observations
 * ({@code observation}), and what an operator asks for: health and an actuator endpoint ({@code status}).
 */
@NullMarked
package com.changgou.seata;

import org.jspecify.annotations.NullMarked;
