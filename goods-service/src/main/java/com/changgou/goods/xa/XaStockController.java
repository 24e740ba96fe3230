package com.changgou.goods.xa;

import com.changgou.goods.DeductStock;
import com.changgou.goods.PricedLine;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class XaStockController {

    private final XaStock stock;

    XaStockController(XaStock stock) {
        this.stock = stock;
    }

    /** For the order service. Nobody sees the deduction before the caller's global transaction is committed. */
    @PostMapping("/stock/deductions/xa")
    List<PricedLine> deduct(@Valid @RequestBody DeductStock command) {
        return stock.deduct(command);
    }
}
