package com.changgou.order;

import com.changgou.order.points.PointsRelay;
import com.changgou.order.points.PointsTasks;
import com.changgou.seata.outcome.GlobalOutcomes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** One order for one Idempotency-Key, however often and however concurrently it is asked for. */
@Component
class IdempotentPlacement {

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** By mode, whose case does not count. */
    private final Map<String, OrderPlacement> placements = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private final OrderStore orders;
    private final OrderClaims claims;
    private final PointsRelay points;
    private final OrderProperties properties;

    IdempotentPlacement(
            List<OrderPlacement> placements,
            OrderStore orders,
            OrderClaims claims,
            PointsRelay points,
            OrderProperties properties) {
        this.placements.putAll(
                placements.stream().collect(Collectors.toMap(OrderPlacement::mode, Function.identity())));
        this.orders = orders;
        this.claims = claims;
        this.points = points;
        this.properties = properties;
    }

    /** An unknown mode leaves no claim behind. */
    Placement place(String requestId, PlaceOrder request, String mode) {
        OrderPlacement placement = placement(mode);
        String attempt = UUID.randomUUID().toString().replace("-", "");
        if (open(requestId, request, attempt)) {
            return attempt(requestId, request, placement, attempt);
        }
        return awaitEarlier(requestId, request, attempt)
                .map(order -> new Placement(order, false))
                .orElseGet(() -> attempt(requestId, request, placement, attempt));
    }

    private OrderPlacement placement(String mode) {
        OrderPlacement placement = placements.get(mode);
        if (placement == null) {
            throw new UnknownModeException(mode, placements.keySet());
        }
        return placement;
    }

    /** Rolled back frees the key. Unknown keeps it: the order may exist. */
    private Placement attempt(String requestId, PlaceOrder request, OrderPlacement placement, String attempt) {
        try {
            requireCustomer(request.userId());
            Order order = placement.place(requestId, request);
            if (PointsTasks.earns(order.total())) {
                points.wake();
            }
            return new Placement(order, true);
        } catch (RuntimeException failed) {
            if (GlobalOutcomes.isUnknown(failed)) {
                throw new OrderOutcomeUnknownException(requestId, failed);
            }
            claims.release(requestId, attempt);
            throw failed;
        }
    }

    private void requireCustomer(String userId) {
        if (!orders.customerExists(userId)) {
            throw new UnknownUserException(userId);
        }
    }

    /**
     * The order of an earlier request, or empty when this attempt now holds the claim. Whatever keeps us from finding out
     * is unknown, and not "no order": the earlier request may have placed one.
     */
    private Optional<Order> awaitEarlier(String requestId, PlaceOrder request, String attempt) {
        RetryTemplate retry = new RetryTemplate(RetryPolicy.builder()
                .includes(UndecidedException.class, DataAccessException.class)
                .maxRetries(Long.MAX_VALUE)
                .delay(PAUSE)
                .timeout(properties.claimWait())
                .build());
        try {
            return retry.execute(() -> lookAtEarlier(requestId, request, attempt));
        } catch (RetryException stopped) {
            if (stopped.getCause() instanceof IdempotencyKeyReusedException reused) {
                throw reused;
            }
            throw new OrderOutcomeUnknownException(requestId, stopped.getCause());
        }
    }

    private Optional<Order> lookAtEarlier(String requestId, PlaceOrder request, String attempt) {
        OrderClaims.Claim claim =
                claims.find(requestId, properties.claimExpiry().toSeconds()).orElse(null);
        if (claim == null) {
            return emptyIf(open(requestId, request, attempt));
        }
        if (!claim.requestHash().equals(request.hash())) {
            throw new IdempotencyKeyReusedException(requestId);
        }
        if (orders.isWritten(requestId)) {
            return Optional.of(orders.findCommitted(requestId).orElseThrow(UndecidedException::new));
        }
        return emptyIf(claim.expired() && claims.takeOver(requestId, claim.attempt(), attempt) == 1);
    }

    private boolean open(String requestId, PlaceOrder request, String attempt) {
        try {
            return claims.open(requestId, request.hash(), attempt) == 1;
        } catch (DuplicateKeyException claimed) {
            return false;
        }
    }

    private static Optional<Order> emptyIf(boolean mine) {
        if (!mine) {
            throw new UndecidedException();
        }
        return Optional.empty();
    }

    /** The earlier attempt is still running, or is being rolled back. */
    private static final class UndecidedException extends RuntimeException {

        UndecidedException() {
            super("An earlier request with this key is not decided yet");
        }
    }
}
