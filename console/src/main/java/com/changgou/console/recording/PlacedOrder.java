package com.changgou.console.recording;

import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as it was posted.
 *
 * @param userId the customer
 * @param skuId what is ordered
 * @param quantity how many pieces
 * @param mode the branches of its global transaction
 * @param fault where an exception is thrown; null for nowhere
 * @param key its {@code Idempotency-Key}
 */
record PlacedOrder(
        String userId,
        long skuId,
        int quantity,
        Mode mode,
        @Nullable String fault,
        String key) {

    OrderApi.Request request() {
        return new OrderApi.Request(userId, List.of(new OrderApi.Line(skuId, quantity)));
    }
}
