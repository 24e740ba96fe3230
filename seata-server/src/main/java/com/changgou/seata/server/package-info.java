/**
 * The transaction coordinator (TC) as a process of its own: Seata's official server 1.8.0, started with the three
 * changes that a machine shared with other people needs. It listens on loopback only, speaks only the {@code seata}
 * serializer, and carries a corrected file lock manager.
 */
package com.changgou.seata.server;
