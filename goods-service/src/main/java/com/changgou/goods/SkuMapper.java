package com.changgou.goods;

import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

@Mapper
interface SkuMapper {

    @Select("SELECT id, name, price, stock FROM tb_sku ORDER BY id LIMIT #{limit} OFFSET #{offset}")
    List<Sku> page(@Param("limit") int limit, @Param("offset") long offset);

    @Select("SELECT id, name, price, stock FROM tb_sku WHERE id = #{id}")
    @Nullable
    Sku find(long id);

    /** One statement decides and writes, so two orders cannot both see the last piece. Returns 0 when it is too little. */
    @Update("UPDATE tb_sku SET stock = stock - #{quantity} WHERE id = #{id} AND stock >= #{quantity}")
    int deduct(@Param("id") long id, @Param("quantity") int quantity);

    /** The stock that the UPDATE saw: a plain read may still show what stood there when the transaction began. */
    @Select("SELECT stock FROM tb_sku WHERE id = #{id} LOCK IN SHARE MODE")
    int currentStock(long id);

    @Insert("""
            <script>
            INSERT INTO tb_stock_journal (request_id, sku_id, quantity) VALUES
            <foreach collection="lines" item="line" separator=",">
              (#{requestId}, #{line.skuId}, #{line.quantity})
            </foreach>
            </script>""")
    int writeJournal(@Param("requestId") String requestId, @Param("lines") List<DeductStock.Line> lines);
}
