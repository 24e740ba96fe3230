package com.changgou.launcher.system;

import com.changgou.proof.Database;
import java.nio.file.Path;

/**
 * What a system is made of.
 *
 * @param databases which servers keep the data
 * @param broker who carries the messages
 * @param tcStore where the TC keeps its sessions, which says how many TCs there can be
 * @param nacos whether services and the TC find each other through a Nacos server, or by fixed addresses
 * @param console whether there is a console, for which a transaction may be held for minutes
 */
public record Topology(Databases databases, Broker broker, TcStore tcStore, boolean nacos, boolean console) {

    /** Embedded databases, an embedded broker, one TC with its own files and fixed addresses, and nothing to look at it with. */
    public static final Topology STANDARD = new Topology(new Databases.Embedded(), new Broker.Embedded(), false);

    /**
     * A system without a console, whose TC has its own files.
     *
     * @param databases which servers keep the data
     * @param broker who carries the messages
     * @param nacos whether there is a Nacos server
     */
    public Topology(Databases databases, Broker broker, boolean nacos) {
        this(databases, broker, new TcStore.Files(), nacos, false);
    }

    /**
     * The same with other TCs.
     *
     * @param store where they keep their sessions
     * @return a system that differs in nothing else
     */
    public Topology with(TcStore store) {
        return new Topology(databases, broker, store, nacos, console);
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
                databases,
                broker,
                tcStoreIn(ledger),
                nacos || ledger.isRecorded(Parts.NACOS),
                ledger.isRecorded(Parts.CONSOLE));
    }

    private TcStore tcStoreIn(Ledger ledger) {
        if (ledger.isRecorded(Parts.TC_2)) {
            return new TcStore.OwnDatabase(2);
        }
        return ledger.isRecorded(Parts.TC_DB) ? new TcStore.OwnDatabase(1) : tcStore;
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

    /** Where the TC keeps its sessions. */
    public sealed interface TcStore {

        /**
         * How many TCs there are.
         *
         * @return 1 or 2
         */
        int coordinators();

        /** Files of its own: what one TC knows no other one does. */
        record Files() implements TcStore {

            @Override
            public int coordinators() {
                return 1;
            }
        }

        /**
         * A database of this system's own, on the same kind of server as the services': each TC can finish what another one began.
         *
         * @param coordinators how many TCs use it, 1 or 2
         */
        record OwnDatabase(int coordinators) implements TcStore {

            /** Refuses more TCs than there are parts for. */
            public OwnDatabase {
                if (coordinators < 1 || coordinators > 2) {
                    throw new LauncherException("There can be one TC or two, not " + coordinators);
                }
            }
        }
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
