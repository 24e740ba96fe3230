package com.changgou.order.points;

import com.changgou.order.points.PointsMessages.PointsAnswer;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** The answers of the user service. Each may come more than once, and before the broker has confirmed the message. */
@Component
class TaskAnswers {

    private final TaskMapper tasks;

    TaskAnswers(TaskMapper tasks) {
        this.tasks = tasks;
    }

    /**
     * One local transaction moves the task to the history; the message is acknowledged after it. In READ COMMITTED: the lock on a
     * task that is gone would otherwise be one on the gap that new orders insert into.
     */
    @RabbitListener(queues = PointsMessages.ANSWERS_QUEUE)
    @Transactional(isolation = Isolation.READ_COMMITTED)
    public void answered(PointsAnswer answer) {
        if (tasks.lock(answer.taskId()).isEmpty()) {
            return; // answered before
        }
        if (answer.refusal() != null) {
            tasks.bury(answer.taskId(), answer.refusal());
        } else {
            tasks.copyToHistory(answer.taskId());
            tasks.delete(answer.taskId());
        }
    }
}
