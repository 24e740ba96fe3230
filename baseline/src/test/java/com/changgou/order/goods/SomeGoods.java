package com.changgou.order.goods;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** The order service's own {@link Goods}, in front of a goods service that is a function; it stands here because Goods' parts do. */
public final class SomeGoods {

    private SomeGoods() {}

    public static Goods of(Function<DeductStock, List<PricedLine>> deduct) {
        GoodsClient client = new GoodsClient() {
            @Override
            public List<PricedLine> deduct(DeductStock command) {
                return deduct.apply(command);
            }

            @Override
            public List<PricedLine> deductInXa(DeductStock command) {
                throw new UnsupportedOperationException("xa");
            }

            @Override
            public List<PricedLine> reserve(DeductStock command) {
                throw new UnsupportedOperationException("tcc");
            }
        };
        return new Goods(client, JsonMapper.shared());
    }
}
