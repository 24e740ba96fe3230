package com.changgou.order.points;

import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** {@code tb_task} and {@code tb_task_his}. Delays are in ms, by the database's clock. */
@Mapper
interface TaskMapper {

    String UPDATE = "UPDATE tb_task SET update_time = CURRENT_TIMESTAMP(3), ";
    String IN_MS = "CURRENT_TIMESTAMP(3) + INTERVAL #{delay} * 1000 MICROSECOND";

    /** A new row; its key is asked for, or Seata logs an error for each. */
    final class NewTask {

        private long id;
        private final String orderId;
        private final String body;

        NewTask(String orderId, String body) {
            this.orderId = orderId;
            this.body = body;
        }
    }

    record OfOrder(
            TaskStatus status, int attempts, @Nullable String errormsg) {}

    record CountByStatus(TaskStatus status, long tasks, long oldestSeconds) {}

    @Insert("INSERT INTO tb_task (order_id, task_type, mq_exchange, mq_routingkey, request_body, status) VALUES"
            + " (#{orderId}, 'addpoint', '" + PointsMessages.EXCHANGE + "', '" + PointsMessages.ADD_POINTS_KEY
            + "', #{body}, 'PENDING')")
    @Options(useGeneratedKeys = true, keyProperty = "id")
    int insert(NewTask task);

    /** What is due, in the order of the key, beginning after {@code after}. Rows that others hold are left to them. */
    @Select("""
            SELECT id, order_id, mq_exchange AS exchange, mq_routingkey AS routing_key, request_body AS body, attempts, version
              FROM tb_task
             WHERE id > #{after} AND status <> 'DEAD' AND next_time <= CURRENT_TIMESTAMP(3)
             ORDER BY id LIMIT #{limit} FOR UPDATE SKIP LOCKED""")
    List<Task> lockDue(@Param("after") long after, @Param("limit") int limit);

    @Update(
            "<script>" + UPDATE + "status = 'SENDING', attempts = attempts + 1, version = version + 1, next_time = "
                    + IN_MS
                    + " WHERE id IN <foreach collection='ids' item='id' open='(' separator=',' close=')'>#{id}</foreach></script>")
    int claim(@Param("ids") List<Long> ids, @Param("delay") long lease);

    /** Of those that are still as they were claimed: who has answered, or claimed again, was faster. */
    @Update("<script>" + UPDATE + "status = 'SENT', errormsg = NULL, next_time = " + IN_MS
            + " WHERE id IN <foreach collection='tasks' item='task' open='(' separator=',' close=')'>#{task.id}</foreach>"
            + " AND (id, version) IN <foreach collection='tasks' item='task' open='(' separator=',' close=')'>"
            + "(#{task.id}, #{task.version})</foreach></script>")
    int sent(@Param("tasks") List<Task> tasks, @Param("delay") long answerWithin);

    @Update(UPDATE + "status = 'PENDING', errormsg = #{reason}, attempts = attempts - #{uncounted}, next_time = "
            + IN_MS + " WHERE id = #{task.id} AND version = #{task.version}")
    int notSent(
            @Param("task") Task task,
            @Param("reason") String reason,
            @Param("uncounted") int uncounted,
            @Param("delay") long retryIn);

    @Update(UPDATE + "status = 'DEAD', errormsg = #{reason} WHERE id = #{id}")
    int bury(@Param("id") long id, @Param("reason") String reason);

    @Update(UPDATE + "status = 'PENDING', attempts = 0, next_time = CURRENT_TIMESTAMP(3) WHERE status = 'DEAD'")
    int revive();

    @Select("SELECT id FROM tb_task WHERE id = #{id} FOR UPDATE")
    Optional<Long> lock(long id);

    @Insert("""
            INSERT INTO tb_task_his (id, order_id, task_type, mq_exchange, mq_routingkey, request_body, status, errormsg,
                                     attempts, create_time, update_time)
            SELECT id, order_id, task_type, mq_exchange, mq_routingkey, request_body, 'DONE', errormsg,
                   attempts, create_time, update_time
              FROM tb_task WHERE id = #{id}""")
    int copyToHistory(long id);

    @Delete("DELETE FROM tb_task WHERE id = #{id}")
    int delete(long id);

    @Select("""
            SELECT status, attempts, errormsg FROM tb_task WHERE order_id = #{orderId}
             UNION ALL
            SELECT status, attempts, errormsg FROM tb_task_his WHERE order_id = #{orderId}""")
    Optional<OfOrder> ofOrder(String orderId);

    @Select("""
            SELECT status, COUNT(*) AS tasks, TIMESTAMPDIFF(SECOND, MIN(create_time), CURRENT_TIMESTAMP(3)) AS oldest_seconds
              FROM tb_task GROUP BY status""")
    List<CountByStatus> counts();
}
