package com.changgou.launcher.system;

import java.nio.file.Path;

/**
 * What a system is made of.
 *
 * @param databases which servers keep the data
 * @param nacos whether services and the TC find each other through a Nacos server, or by fixed addresses
 */
public record Topology(Databases databases, boolean nacos) {

    /** The default: embedded databases and fixed addresses. */
    public static final Topology STANDARD = new Topology(new Databases.Embedded(), false);

    /**
     * Adds what a system was started with, for a command that comes later and was not told again.
     *
     * @param home of that system
     * @return this, or the same with Nacos
     */
    public Topology asStartedIn(Path home) {
        return new Topology(databases, nacos || new Ledger(home).isRecorded(Parts.NACOS));
    }

    /** Which database servers keep the data. */
    public sealed interface Databases {

        /** MariaDB from Maven Central. */
        record Embedded() implements Databases {}

        /**
         * A MySQL that is installed on this machine, with data of this system's own.
         *
         * @param mysqld the server program
         */
        record MySql(Path mysqld) implements Databases {}

        /**
         * Servers that somebody else runs.
         *
         * @param orders the order service's
         * @param goods the goods service's
         */
        record Elsewhere(Database orders, Database goods) implements Databases {}
    }
}
