package com.changgou.order;

import com.changgou.order.points.PointsTask;
import com.changgou.order.points.PointsTasks;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/orders")
class OrderController {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final IdempotentPlacement placement;
    private final OrderStore orders;
    private final PointsTasks points;

    OrderController(IdempotentPlacement placement, OrderStore orders, PointsTasks points) {
        this.placement = placement;
        this.orders = orders;
        this.points = points;
    }

    @PostMapping
    ResponseEntity<Order> place(
            @RequestHeader(name = IDEMPOTENCY_KEY, required = false) @Pattern(regexp = "[A-Za-z0-9._-]{1,64}") @Nullable
                    String key,
            @RequestParam(defaultValue = "at") String mode,
            @Valid @RequestBody PlaceOrder request) {
        String requestId = key != null ? key : UUID.randomUUID().toString();
        Placement placed = placement.place(requestId, request, mode);
        return ResponseEntity.status(placed.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .location(URI.create("/orders/" + placed.order().orderId()))
                .header(IDEMPOTENCY_KEY, requestId)
                .body(placed.order());
    }

    @GetMapping("/{orderId}")
    OrderDetails order(@PathVariable String orderId) {
        Order order = orders.find(orderId).orElseThrow(() -> new OrderNotFoundException(orderId));
        return new OrderDetails(order, points.of(orderId).orElse(null));
    }

    @GetMapping
    OrderPage orders(
            @RequestParam @NotBlank String userId,
            @RequestParam(defaultValue = "0") @PositiveOrZero int page,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int size) {
        return new OrderPage(orders.page(userId, page, size), page, size, orders.count(userId));
    }

    /** {@code points}: the task that grants them; null where the order earned none. */
    record OrderDetails(
            @JsonUnwrapped Order order, @Nullable PointsTask points) {}

    record OrderPage(List<Order> orders, int page, int size, long total) {}
}
