package org.apache.seata.rm.datasource.exec;

/** Runs as Seata's executors do, which are known by their package and their methods. */
public final class AnExecutor {

    private AnExecutor() {}

    public static void beforeImage(Runnable read) {
        read.run();
    }

    public static void execute(Runnable statement) {
        statement.run();
    }
}
