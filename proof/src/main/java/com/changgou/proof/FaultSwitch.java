package com.changgou.proof;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.web.client.RestClient;

/** Arms and releases the faults of the running services. A point belongs to the service that its name begins with. */
public final class FaultSwitch {

    private static final ParameterizedTypeReference<List<PointState>> STATES = new ParameterizedTypeReference<>() {};

    private final Map<String, RestClient> services;

    /**
     * The faults of a system.
     *
     * @param site where its services listen
     */
    public FaultSwitch(Site site) {
        this.services = Map.of(
                "order", Http.to(site.orderService()),
                "goods", Http.to(site.goodsService()));
    }

    /**
     * A fault for one transaction only.
     *
     * @param point where
     * @param action {@code throw}, {@code delay}, {@code hold} or {@code crash}
     * @param times at how many passages
     * @param millis how long a delay lasts, or a hold at most; 0 leaves a hold its usual time
     * @param xid only in this transaction; null in any
     * @param key only in a request with this {@code Idempotency-Key}; null in any
     */
    public record Fault(
            String point,
            String action,
            int times,
            long millis,
            @Nullable String xid,
            @Nullable String key) {}

    /**
     * What stands at a point.
     *
     * @param point its id
     * @param mayThrow whether an exception can be thrown there
     * @param armed what waits for its next passages; {@code times} says how many are left
     * @param holding the XIDs that are held there now
     */
    public record PointState(String point, boolean mayThrow, List<Fault> armed, List<String> holding) {}

    /**
     * Arms a fault.
     *
     * @param point where
     * @param action {@code throw}, {@code delay}, {@code hold} or {@code crash}
     * @param times at how many passages
     * @param millis how long a delay lasts
     */
    public void arm(String point, String action, int times, long millis) {
        arm(new Fault(point, action, times, millis, null, null));
    }

    /**
     * Arms a fault.
     *
     * @param fault where, what and for whom
     */
    public void arm(Fault fault) {
        requireKnown(fault.point());
        service(fault.point()).post().uri("/faults").body(fault).retrieve().toBodilessEntity();
    }

    /**
     * Arms a fault for the next passage.
     *
     * @param point where
     * @param action {@code throw}, {@code hold} or {@code crash}
     */
    public void arm(String point, String action) {
        arm(point, action, 1, 0);
    }

    /**
     * Lets go of the transactions that are held at a point.
     *
     * @param point where
     */
    public void release(String point) {
        service(point).post().uri("/faults/{point}/release", point).retrieve().toBodilessEntity();
    }

    /**
     * Lets go of one transaction that is held at a point, and of no other.
     *
     * @param point where
     * @param xid the transaction
     */
    public void release(String point, String xid) {
        service(point)
                .post()
                .uri("/faults/{point}/release?xid={xid}", point, xid)
                .retrieve()
                .toBodilessEntity();
    }

    /**
     * Disarms what was armed for one transaction or one request, and lets go of it.
     *
     * @param xid the transaction; empty for none
     * @param key the request's {@code Idempotency-Key}
     */
    public void clear(String xid, String key) {
        services.values()
                .forEach(service -> service.delete()
                        .uri("/faults?xid={xid}&key={key}", xid, key)
                        .retrieve()
                        .toBodilessEntity());
    }

    /**
     * The XIDs that are held at a point.
     *
     * @param point where
     * @return empty when nothing waits there
     */
    public List<String> holding(String point) {
        return states(service(point)).stream()
                .filter(state -> state.point().equals(point))
                .flatMap(state -> state.holding().stream())
                .toList();
    }

    /** Disarms every fault of every service that answers. */
    public void clear() {
        services.values()
                .forEach(service -> service.delete().uri("/faults").retrieve().toBodilessEntity());
    }

    /**
     * What stands at every point of every service.
     *
     * @return one for each point
     */
    public List<PointState> states() {
        return services.values().stream()
                .flatMap(service -> states(service).stream())
                .toList();
    }

    /**
     * Every point of every service.
     *
     * @return their ids
     */
    public List<String> points() {
        return states().stream().map(PointState::point).sorted().toList();
    }

    /**
     * Checks a name.
     *
     * @param point which
     * @throws ObservationException if no service has such a point; names those that there are
     */
    public void requireKnown(String point) {
        List<String> known = points();
        if (!known.contains(point)) {
            throw new ObservationException(
                    "There is no fault point " + point + ". There are: " + String.join(", ", known));
        }
    }

    /**
     * Checks that an exception can be thrown at a point, before anything has begun that it would be too late for.
     *
     * @param point which
     * @throws ObservationException if no service has such a point, or it is inside Seata
     */
    public void requireThrowing(String point) {
        requireKnown(point);
        if (states().stream().noneMatch(state -> state.point().equals(point) && state.mayThrow())) {
            throw new ObservationException(
                    point + " is inside Seata: an exception there would leave the transaction half done");
        }
    }

    private RestClient service(String point) {
        RestClient service = services.get(point.split("\\.")[0]);
        if (service == null) {
            throw new ObservationException("There is no service for fault point " + point);
        }
        return service;
    }

    private static List<PointState> states(RestClient service) {
        List<PointState> states = service.get().uri("/faults").retrieve().body(STATES);
        return states == null ? List.of() : states;
    }
}
