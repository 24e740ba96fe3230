/**
 * What a Spring Boot 4 service needs beside Seata's own starter: data sources that are proxied exactly once and checked
 * at start-up ({@code datasource}), registrations that the TC can trust ({@code registration}), the XID carried over HTTP in
 * both directions ({@code xid}), outcomes of a global transaction told apart ({@code outcome}), and undo logs made readable
 * ({@code undo}).
 */
@NullMarked
package com.changgou.seata;

import org.jspecify.annotations.NullMarked;
