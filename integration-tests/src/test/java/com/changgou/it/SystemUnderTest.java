package com.changgou.it;

import com.changgou.proof.Coordinator;
import com.changgou.proof.FaultSwitch;
import com.changgou.proof.OrderApi;
import java.sql.Connection;
import java.sql.SQLException;

/** A running system, wherever it runs. The scenarios know nothing else. */
interface SystemUnderTest extends AutoCloseable {

    /** The order service's HTTP API. */
    OrderApi orders();

    /** The goods service's HTTP API. */
    OrderApi goods();

    FaultSwitch faults();

    Coordinator tc();

    /** A connection past the services. */
    Connection orderDatabase() throws SQLException;

    /** A connection past the services. */
    Connection goodsDatabase() throws SQLException;

    /** Kills a part as {@code kill -9} does. */
    void kill(Part part);

    /** Starts a part that is not running, and waits until it is healthy. */
    void start(Part part);

    boolean isRunning(Part part);

    /** What a part has written to its log. */
    String log(Part part);

    /** Stops everything. */
    @Override
    void close();

    enum Part {
        ORDER_SERVICE,
        GOODS_SERVICE,
        TC
    }
}
