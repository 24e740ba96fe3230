package com.changgou.order.points;

/** What has become of a task. */
enum TaskStatus {
    /** Not sent yet, or the broker did not take it. */
    PENDING,
    /** Claimed by a relay until its lease ends. */
    SENDING,
    /** The broker has it; the answer has not come yet. */
    SENT,
    /** Answered: it stands in the history. */
    DONE,
    /** Given up: somebody has to look at it. */
    DEAD
}
