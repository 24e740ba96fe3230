package com.changgou.user;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

@Mapper
interface UserMapper {

    record User(String userId, long points) {}

    record Entry(String orderId, long points, LocalDateTime createdAt) {}

    @Select("SELECT id AS user_id, points FROM tb_user WHERE id = #{userId}")
    Optional<User> find(String userId);

    @Select("""
            SELECT order_id, point AS points, created_at FROM tb_point_log WHERE user_id = #{userId}
             ORDER BY created_at DESC, order_id LIMIT #{limit} OFFSET #{offset}""")
    List<Entry> log(@Param("userId") String userId, @Param("limit") int limit, @Param("offset") long offset);

    @Select("SELECT COUNT(*) FROM tb_point_log WHERE user_id = #{userId}")
    long countLog(String userId);

    /** Fails with a duplicate key when the order has its points already. */
    @Insert("INSERT INTO tb_point_log (order_id, user_id, point) VALUES (#{orderId}, #{userId}, #{points})")
    int writeLog(@Param("orderId") String orderId, @Param("userId") String userId, @Param("points") long points);

    @Update("UPDATE tb_user SET points = points + #{points} WHERE id = #{userId}")
    int addPoints(@Param("userId") String userId, @Param("points") long points);
}
