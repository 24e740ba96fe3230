package com.changgou.fault;

/** Hears what the faults of this process do to a transaction. Every bean of this type does. */
public interface FaultListener {

    /**
     * A transaction is stopped at a point, by a hold or by a delay.
     *
     * @param point the id of the point
     * @param xid the transaction
     * @return is run on the same thread when it goes on
     */
    Runnable held(String point, String xid);

    /**
     * An exception is about to be thrown at a point.
     *
     * @param point the id of the point
     * @param xid the transaction
     */
    void thrown(String point, String xid);
}
