package com.changgou.goods;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;

/**
 * Adds pieces to the stock of one SKU.
 *
 * @param quantity how many pieces
 */
record Restock(@Positive @Max(1_000_000) int quantity) {}
