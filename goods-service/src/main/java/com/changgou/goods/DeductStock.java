package com.changgou.goods;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * Takes pieces out of stock, all lines or none.
 *
 * @param requestId the caller's request; a second deduction under the same one is refused
 * @param lines at most one line for each SKU
 */
public record DeductStock(
        @NotBlank @Size(max = 64) String requestId,
        @NotEmpty @Size(max = 50) List<@Valid Line> lines) {

    /**
     * One SKU of the deduction.
     *
     * @param skuId the SKU
     * @param quantity how many pieces
     */
    public record Line(
            @Positive long skuId, @Positive @Max(1_000_000) int quantity) {}
}
