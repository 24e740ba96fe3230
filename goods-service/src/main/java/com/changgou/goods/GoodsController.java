package com.changgou.goods;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class GoodsController {

    private final SkuMapper skus;
    private final DecidedSkus decided;

    GoodsController(SkuMapper skus, DecidedSkus decided) {
        this.skus = skus;
        this.decided = decided;
    }

    @GetMapping("/skus")
    List<SkuView> skus(
            @RequestParam(defaultValue = "0") @PositiveOrZero int page,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size) {
        return skus.page(size, (long) page * size).stream().map(SkuView::of).toList();
    }

    /** A plain read waits for nobody, and shows what open global transactions may still take back. */
    @GetMapping("/skus/{id}")
    SkuView sku(@PathVariable long id, @RequestParam(defaultValue = "uncommitted") Isolation isolation) {
        if (isolation == Isolation.COMMITTED) {
            return SkuView.of(decided.find(id));
        }
        Sku sku = skus.find(id);
        if (sku == null) {
            throw new UnknownSkuException(id);
        }
        return SkuView.of(sku);
    }

    /**
     * For whoever fills the shelves; not part of any order. As everything here it asks nobody who they are: the service listens on
     * loopback, and where it does not, a gateway in front has to keep this path for administrators. Repeated it adds twice.
     */
    @PostMapping("/skus/{id}/restock")
    SkuView restock(@PathVariable long id, @Valid @RequestBody Restock restock) {
        return SkuView.of(decided.restock(id, restock.quantity()));
    }
}
