package com.changgou.seata.guard;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.apache.seata.core.model.BranchType;
import org.jspecify.annotations.Nullable;

/** What this process knows of one global transaction. Several threads may work in it. */
final class OpenTransaction {

    private final @Nullable String name;

    /** Null where a request brought it. */
    private final @Nullable Instant gone;

    private final Set<BranchType> branches = EnumSet.noneOf(BranchType.class);
    private @Nullable Failure failure;
    private int requests;

    OpenTransaction(@Nullable String name, @Nullable Instant gone) {
        this.name = name;
        this.gone = gone;
    }

    /**
     * Something that went wrong inside.
     *
     * @param cause what
     * @param decides whether it rolls the global transaction back, or is only reported
     */
    record Failure(Throwable cause, boolean decides) {}

    @Nullable
    String name() {
        return name;
    }

    synchronized void brought(Set<BranchType> types) {
        branches.addAll(types);
    }

    /** The first one counts; one that decides comes before one that does not. */
    synchronized void failed(Throwable cause, boolean decides) {
        if (failure == null || (decides && !failure.decides())) {
            failure = new Failure(cause, decides);
        }
    }

    synchronized Set<BranchType> branches() {
        return Collections.unmodifiableSet(EnumSet.copyOf(branches));
    }

    synchronized @Nullable Failure failure() {
        return failure;
    }

    boolean isGone(Instant now) {
        return gone != null && gone.isBefore(now);
    }

    synchronized OpenTransaction joined() {
        requests++;
        return this;
    }

    /** Returns whether nobody is left: who began it stays until the end. */
    synchronized boolean left() {
        requests--;
        return requests == 0 && gone == null;
    }
}
