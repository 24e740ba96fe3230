package com.changgou.goods.tcc;

import com.changgou.goods.DeductStock;
import com.changgou.goods.PricedLine;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
class TccStockController {

    private final StockReservation stock;
    private final JsonMapper json;

    TccStockController(StockReservation stock, JsonMapper json) {
        this.stock = stock;
        this.json = json;
    }

    /** For the order service. What is reserved is used up, or given back, when the caller's global transaction is decided. */
    @PostMapping("/stock/reservations")
    List<PricedLine> reserve(@Valid @RequestBody DeductStock command) {
        return stock.reserve(json.writeValueAsString(command));
    }
}
