package com.changgou.order;

import java.util.Optional;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/**
 * Who works on which Idempotency-Key. A claim is written and committed before the global transaction begins, so that a
 * second request with the same key finds it; it is never part of the global transaction, so no rollback takes it away.
 */
@Mapper
interface OrderClaims {

    /** {@code expired}: the attempt is older than any global transaction can be. */
    record Claim(String requestHash, String attempt, boolean expired) {}

    /** Fails with a duplicate key when the key is claimed already. */
    @Insert("""
            INSERT INTO tb_order_claim (request_id, request_hash, attempt)
            VALUES (#{requestId}, #{hash}, #{attempt})""")
    int open(@Param("requestId") String requestId, @Param("hash") String hash, @Param("attempt") String attempt);

    @Select("""
            SELECT request_hash, attempt,
                   claimed_at < CURRENT_TIMESTAMP(3) - INTERVAL #{expirySeconds} SECOND AS expired
              FROM tb_order_claim WHERE request_id = #{requestId}""")
    Optional<Claim> find(@Param("requestId") String requestId, @Param("expirySeconds") long expirySeconds);

    /** Returns 1 for exactly one of those who try. */
    @Update("""
            UPDATE tb_order_claim SET attempt = #{mine}, claimed_at = CURRENT_TIMESTAMP(3)
             WHERE request_id = #{requestId} AND attempt = #{theirs}""")
    int takeOver(@Param("requestId") String requestId, @Param("theirs") String theirs, @Param("mine") String mine);

    @Delete("DELETE FROM tb_order_claim WHERE request_id = #{requestId} AND attempt = #{attempt}")
    int release(@Param("requestId") String requestId, @Param("attempt") String attempt);
}
