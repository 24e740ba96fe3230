package com.changgou.order.points;

import java.util.EnumMap;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;

/** For operators: how many tasks there are in each state, and dead ones brought back. */
@Component
@Endpoint(id = "tasks")
class TasksEndpoint {

    private final TaskMapper tasks;
    private final PointsRelay relay;

    TasksEndpoint(TaskMapper tasks, PointsRelay relay) {
        this.tasks = tasks;
        this.relay = relay;
    }

    record State(long tasks, long oldestSeconds) {}

    record Redriven(int redriven) {}

    @ReadOperation
    Map<TaskStatus, State> states() {
        Map<TaskStatus, State> states = new EnumMap<>(TaskStatus.class);
        tasks.counts().forEach(count -> states.put(count.status(), new State(count.tasks(), count.oldestSeconds())));
        return states;
    }

    /** Every dead task is sent again, with as many attempts as a new one. */
    @WriteOperation
    Redriven redriveDead() {
        int revived = tasks.revive();
        relay.wake();
        return new Redriven(revived);
    }
}
