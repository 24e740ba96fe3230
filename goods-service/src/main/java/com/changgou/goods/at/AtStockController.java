package com.changgou.goods.at;

import com.changgou.goods.DeductStock;
import com.changgou.goods.PricedLine;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AtStockController {

    private final AtStock stock;

    AtStockController(AtStock stock) {
        this.stock = stock;
    }

    /** For the order service. The deduction is final only when the caller's global transaction is committed. */
    @PostMapping("/stock/deductions")
    List<PricedLine> deduct(@Valid @RequestBody DeductStock command) {
        return stock.deduct(command);
    }
}
