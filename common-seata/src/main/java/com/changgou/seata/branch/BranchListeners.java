package com.changgou.seata.branch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who hears of the branches of this process. Static, as Seata's resource managers are, which Seata makes itself. */
public final class BranchListeners {

    private static final List<BranchListener> LISTENERS = new CopyOnWriteArrayList<>();

    private BranchListeners() {}

    /**
     * Adds a listener, once.
     *
     * @param listener who is to hear
     * @return takes it away again
     */
    public static Registration add(BranchListener listener) {
        LISTENERS.add(listener);
        return () -> LISTENERS.remove(listener);
    }

    static List<BranchListener> all() {
        return LISTENERS;
    }

    /** Takes a listener away when it is closed. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {

        @Override
        void close();
    }
}
