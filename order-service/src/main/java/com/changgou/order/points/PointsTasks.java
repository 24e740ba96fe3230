package com.changgou.order.points;

import com.changgou.order.points.PointsMessages.Grant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The tasks as the rest of the service sees them. */
@Component
public class PointsTasks {

    private static final int MINOR_UNITS_A_POINT = 100;

    private final TaskMapper tasks;
    private final JsonMapper json;

    PointsTasks(TaskMapper tasks, JsonMapper json) {
        this.tasks = tasks;
        this.json = json;
    }

    /**
     * Writes down that an order earns points: one for each full 100 minor units. Part of the caller's local transaction, so that
     * there is never an order without its task, nor a task without its order.
     *
     * @param orderId the order
     * @param userId who earns them
     * @param total of the order, in minor currency units
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(String orderId, String userId, long total) {
        if (earns(total)) {
            long points = total / MINOR_UNITS_A_POINT;
            tasks.insert(new TaskMapper.NewTask(orderId, json.writeValueAsString(new Grant(orderId, userId, points))));
        }
    }

    /**
     * Whether an order earns any points, and so has a task.
     *
     * @param total of the order, in minor currency units
     * @return false where it costs too little
     */
    public static boolean earns(long total) {
        return total >= MINOR_UNITS_A_POINT;
    }

    /**
     * What has become of an order's points.
     *
     * @param orderId the order
     * @return empty when it earned none
     */
    public Optional<PointsTask> of(String orderId) {
        return tasks.ofOrder(orderId).map(PointsTask::of);
    }
}
