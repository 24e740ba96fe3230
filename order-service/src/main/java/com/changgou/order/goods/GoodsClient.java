package com.changgou.order.goods;

import java.util.List;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** The goods service's HTTP API, by the service's name; common-seata adds the XID of the running global transaction. */
@FeignClient(name = "goods-service")
interface GoodsClient {

    @PostMapping("/stock/deductions")
    List<PricedLine> deduct(@RequestBody DeductStock command);

    @PostMapping("/stock/deductions/xa")
    List<PricedLine> deductInXa(@RequestBody DeductStock command);

    @PostMapping("/stock/reservations")
    List<PricedLine> reserve(@RequestBody DeductStock command);
}
