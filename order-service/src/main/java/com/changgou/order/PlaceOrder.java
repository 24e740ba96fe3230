package com.changgou.order;

import com.changgou.order.goods.DeductStock;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A request to place an order, as it is posted.
 *
 * @param userId the customer
 * @param lines what is ordered, one line for each SKU
 */
public record PlaceOrder(
        @NotBlank @Size(max = 32) String userId,
        @NotEmpty @Size(max = 50) List<@NotNull @Valid Line> lines) {

    /**
     * One SKU of the order. Boxed, so that a missing number is seen as missing and not as 0.
     *
     * @param skuId the SKU
     * @param quantity how many pieces
     */
    public record Line(
            @NotNull @Positive Long skuId,
            @NotNull @Positive @Max(1_000_000) Integer quantity) {}

    @AssertTrue(message = "must name each SKU at most once")
    boolean isEachSkuNamedOnce() {
        if (lines == null) {
            return true;
        }
        List<Long> skuIds =
                lines.stream().filter(Objects::nonNull).map(Line::skuId).toList();
        return new HashSet<>(skuIds).size() == skuIds.size();
    }

    /**
     * What this order takes out of stock.
     *
     * @param requestId the request that the order is placed for
     * @return the deduction
     */
    public DeductStock deduction(String requestId) {
        List<DeductStock.Line> wanted = lines.stream()
                .map(line -> new DeductStock.Line(line.skuId(), line.quantity()))
                .toList();
        return new DeductStock(requestId, wanted);
    }

    /** SHA-256 in hex of what the request means: the order of its lines does not count. */
    String hash() {
        List<Line> sorted =
                lines.stream().sorted(Comparator.comparing(Line::skuId)).toList();
        byte[] meaning = new PlaceOrder(userId, sorted).toString().getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(meaning));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
