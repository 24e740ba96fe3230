package com.changgou.seata.global;

import java.time.Duration;
import org.apache.seata.core.model.GlobalStatus;

/**
 * Hears of the global transactions that this process begins and ends. Every bean of this type does. Called on the thread that
 * asked the TC, so it is quick and throws nothing.
 */
public interface GlobalListener {

    /**
     * The TC has begun a global transaction.
     *
     * @param xid the global transaction
     * @param name its name, by default the method's
     * @param took how long the TC was waited for
     */
    default void begun(String xid, String name, Duration took) {}

    /**
     * The TC has not begun a global transaction, or was not reached.
     *
     * @param name the name that it would have had
     * @param failure why
     * @param took how long the TC was waited for
     */
    default void notBegun(String name, Exception failure, Duration took) {}

    /**
     * The TC has answered how a global transaction ends.
     *
     * @param xid the global transaction
     * @param end what it was asked for
     * @param status its answer, which may be another end than the one that was asked for
     * @param took how long the TC was waited for
     */
    default void ended(String xid, End end, GlobalStatus status, Duration took) {}

    /**
     * The TC has not answered how a global transaction ends. Seata asks again, up to five times, and each is heard of.
     *
     * @param xid the global transaction
     * @param end what it was asked for
     * @param failure why
     * @param took how long the TC was waited for
     */
    default void notEnded(String xid, End end, Exception failure, Duration took) {}

    /** What the TC is asked for at the end of a global transaction. */
    enum End {
        /** Its changes are to stay. */
        COMMIT,
        /** Its changes are to go. */
        ROLLBACK
    }
}
