package com.changgou.console;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the console looks at.
 *
 * @param orderService URL of the order service
 * @param goodsService URL of the goods service
 * @param orders the order service's database
 * @param goods the goods service's database
 * @param tc the TC
 */
@ConfigurationProperties("changgou.console")
record ConsoleProperties(String orderService, String goodsService, Access orders, Access goods, Tc tc) {

    /**
     * A database, for somebody who only reads.
     *
     * @param url its JDBC URL
     * @param user who reads; to see what is prepared (XA) and locked it takes PROCESS and, on MySQL, XA_RECOVER_ADMIN
     * @param password of that user
     */
    record Access(String url, String user, String password) {}

    /**
     * The TC, by its console or, where it has none (since 2.5) or not for us, by the tables of its db store.
     *
     * @param url of its HTTP API; nothing: the tables are read
     * @param password of its console
     * @param store its tables
     */
    record Tc(
            @Nullable String url,
            @Nullable String password,
            @Nullable Access store) {}
}
