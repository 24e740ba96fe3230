package com.changgou.goods;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class GoodsController {

    private final SkuMapper skus;

    GoodsController(SkuMapper skus) {
        this.skus = skus;
    }

    @GetMapping("/skus")
    List<SkuView> skus(
            @RequestParam(defaultValue = "0") @PositiveOrZero int page,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size) {
        return skus.page(size, (long) page * size).stream().map(SkuView::of).toList();
    }

    @GetMapping("/skus/{id}")
    SkuView sku(@PathVariable long id) {
        Sku sku = skus.find(id);
        if (sku == null) {
            throw new UnknownSkuException(id);
        }
        return SkuView.of(sku);
    }
}
