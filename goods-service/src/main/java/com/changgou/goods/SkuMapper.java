package com.changgou.goods;

import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.MapKey;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

@Mapper
interface SkuMapper {

    /** The quantity of the row's line. */
    String QUANTITY = """
            CASE id
            <foreach collection="lines" item="line"> WHEN #{line.skuId} THEN #{line.quantity}</foreach> END
            """;

    String WHERE_EACH_HAS_ENOUGH = """
            WHERE
            <foreach collection="lines" item="line" separator=" OR ">
              (id = #{line.skuId} AND stock &gt;= #{line.quantity})
            </foreach>
            </script>""";

    String WHERE_ANY = """
            WHERE id IN
            <foreach collection="lines" item="line" open="(" separator="," close=")">#{line.skuId}</foreach>
            </script>""";

    @Select("SELECT id, name, price, stock FROM tb_sku ORDER BY id LIMIT #{limit} OFFSET #{offset}")
    List<Sku> page(@Param("limit") int limit, @Param("offset") long offset);

    @Select("SELECT id, name, price, stock FROM tb_sku WHERE id = #{id}")
    @Nullable
    Sku find(long id);

    /** The stock as it is when what TCC has frozen comes back. The row is locked: AT's global lock is asked for, XA's row waited for. */
    @Select("SELECT id, name, price, stock + frozen AS stock FROM tb_sku WHERE id = #{id} FOR UPDATE")
    @Nullable
    Sku findDecided(long id);

    @Update("UPDATE tb_sku SET stock = stock + #{quantity} WHERE id = #{id}")
    int restock(@Param("id") long id, @Param("quantity") int quantity);

    @MapKey("id")
    @Select("""
            <script>
            SELECT id, name, price, stock FROM tb_sku WHERE id IN
            <foreach collection="ids" item="id" open="(" separator="," close=")">#{id}</foreach>
            </script>""")
    Map<Long, Sku> findAll(@Param("ids") List<Long> ids);

    /** One statement decides and writes, so two orders cannot both see the last piece. Returns how many lines had enough. */
    @Update("<script>UPDATE tb_sku SET stock = stock - " + QUANTITY + WHERE_EACH_HAS_ENOUGH)
    int deduct(@Param("lines") List<DeductStock.Line> lines);

    /** In the order of the primary key, as every other statement that writes them. */
    @Select("""
            <script>
            SELECT id FROM tb_sku WHERE id IN
            <foreach collection="ids" item="id" open="(" separator="," close=")">#{id}</foreach>
            ORDER BY id FOR UPDATE
            </script>""")
    List<Long> lock(@Param("ids") List<Long> ids);

    /** As {@link #deduct}, and what is taken is frozen. */
    @Update("<script>UPDATE tb_sku SET stock = stock - " + QUANTITY + ", frozen = frozen + " + QUANTITY
            + WHERE_EACH_HAS_ENOUGH)
    int freeze(@Param("lines") List<DeductStock.Line> lines);

    @Update("<script>UPDATE tb_sku SET frozen = frozen - " + QUANTITY + WHERE_ANY)
    int removeFrozen(@Param("lines") List<DeductStock.Line> lines);

    @Update("<script>UPDATE tb_sku SET frozen = frozen - " + QUANTITY + ", stock = stock + " + QUANTITY + WHERE_ANY)
    int giveBackFrozen(@Param("lines") List<DeductStock.Line> lines);

    @Delete("DELETE FROM tb_stock_journal WHERE request_id = #{requestId}")
    int deleteJournal(String requestId);

    @Insert("""
            <script>
            INSERT INTO tb_stock_journal (request_id, sku_id, quantity) VALUES
            <foreach collection="lines" item="line" separator=",">
              (#{requestId}, #{line.skuId}, #{line.quantity})
            </foreach>
            </script>""")
    int writeJournal(@Param("requestId") String requestId, @Param("lines") List<DeductStock.Line> lines);
}
