package com.changgou.launcher.system;

import com.changgou.proof.Database;
import java.nio.file.Path;

/**
 * What a system is made of.
 *
 * @param databases which servers keep the data
 * @param broker who carries the messages
 * @param nacos whether services and the TC find each other through a Nacos server, or by fixed addresses
 * @param console whether there is a console, for which a transaction may be held for minutes
 */
public record Topology(Databases databases, Broker broker, boolean nacos, boolean console) {

    /** Embedded databases, an embedded broker and fixed addresses, and nothing to look at it with. */
    public static final Topology STANDARD = new Topology(new Databases.Embedded(), new Broker.Embedded(), false);

    /**
     * A system without a console.
     *
     * @param databases which servers keep the data
     * @param broker who carries the messages
     * @param nacos whether there is a Nacos server
     */
    public Topology(Databases databases, Broker broker, boolean nacos) {
        this(databases, broker, nacos, false);
    }

    /**
     * Adds what a system was started with, for a command that comes later and was not told again.
     *
     * @param home of that system
     * @return this, with the parts that it has there
     */
    public Topology asStartedIn(Path home) {
        Ledger ledger = new Ledger(home);
        return new Topology(
                databases, broker, nacos || ledger.isRecorded(Parts.NACOS), ledger.isRecorded(Parts.CONSOLE));
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
         * @param users the user service's
         */
        record Elsewhere(Database orders, Database goods, Database users) implements Databases {}
    }

    /** Which broker carries the messages. */
    public sealed interface Broker {

        /** Apache Qpid Broker-J from Maven Central, in memory: what it loses is sent again. */
        record Embedded() implements Broker {}

        /**
         * A RabbitMQ that somebody else runs on this machine.
         *
         * @param port its AMQP port on 127.0.0.1
         * @param user who may declare, send and receive in its virtual host {@code /}
         * @param password of that user
         */
        record RabbitMq(int port, String user, String password) implements Broker {}
    }
}
