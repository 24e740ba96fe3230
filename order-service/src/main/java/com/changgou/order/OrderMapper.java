package com.changgou.order;

import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

@Mapper
interface OrderMapper {

    String HEADER = "SELECT id AS order_id, user_id, status, total, xid FROM tb_order ";

    /** An order without its lines, as the table has it. */
    record Header(String orderId, String userId, OrderStatus status, long total, String xid) {}

    @Insert("""
            INSERT INTO tb_order (id, request_id, user_id, status, total, xid)
            VALUES (#{order.orderId}, #{requestId}, #{order.userId}, #{order.status}, #{order.total}, #{order.xid})""")
    int insert(@Param("requestId") String requestId, @Param("order") Order order);

    @Insert("""
            <script>
            INSERT INTO tb_order_line (order_id, sku_id, quantity, price) VALUES
            <foreach collection="order.lines" item="line" separator=",">
              (#{order.orderId}, #{line.skuId}, #{line.quantity}, #{line.price})
            </foreach>
            </script>""")
    int insertLines(@Param("order") Order order);

    @Insert("""
            INSERT INTO tb_order_journal (request_id, order_id, quantity)
            VALUES (#{requestId}, #{order.orderId}, #{pieces})""")
    int writeJournal(@Param("requestId") String requestId, @Param("order") Order order, @Param("pieces") int pieces);

    @Update("UPDATE tb_order SET status = 'PLACED' WHERE id = #{orderId}")
    int place(String orderId);

    @Delete("DELETE FROM tb_order WHERE id = #{orderId}")
    int delete(String orderId);

    @Delete("DELETE FROM tb_order_line WHERE order_id = #{orderId}")
    int deleteLines(String orderId);

    /** By the key of the order that is still there: another index would be one more lock. */
    @Delete("DELETE FROM tb_order_journal WHERE request_id = (SELECT request_id FROM tb_order WHERE id = #{orderId})")
    int deleteJournal(String orderId);

    @Select(HEADER + "WHERE id = #{orderId}")
    @Nullable
    Header find(String orderId);

    @Select(HEADER + "WHERE request_id = #{requestId}")
    @Nullable
    Header findByRequest(String requestId);

    @Select(HEADER + "WHERE id = #{orderId} FOR UPDATE")
    @Nullable
    Header lock(String orderId);

    @Select(HEADER + "WHERE user_id = #{userId} ORDER BY created_at DESC, id LIMIT #{limit} OFFSET #{offset}")
    List<Header> page(@Param("userId") String userId, @Param("limit") int limit, @Param("offset") long offset);

    @Select("SELECT COUNT(*) FROM tb_order WHERE user_id = #{userId}")
    long count(String userId);

    @Select("SELECT sku_id, quantity, price FROM tb_order_line WHERE order_id = #{orderId} ORDER BY sku_id")
    List<OrderLine> lines(String orderId);

    @Select("SELECT COUNT(*) FROM tb_customer WHERE id = #{userId}")
    boolean customerExists(String userId);
}
