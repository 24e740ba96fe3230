/**
 * The transaction coordinator (TC) as a process of its own: Seata's official server 1.8.0, started with
 * changes that make it safe to run and to rely on: it listens on loopback only, registers only clients that know its secret,
 * speaks only the {@code seata} serializer, and carries a corrected file lock manager and file session manager. It also counts
 * its messages, and records those of the last transactions.
 */
package com.changgou.seata.server;
