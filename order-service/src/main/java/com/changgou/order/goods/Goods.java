package com.changgou.order.goods;

import feign.FeignException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The goods service. Keeps its decisions apart from the lack of one. */
@Component
public class Goods {

    private static final Set<Integer> REFUSALS = Set.of(404, 409);

    private final GoodsClient client;
    private final JsonMapper json;

    Goods(GoodsClient client, JsonMapper json) {
        this.client = client;
        this.json = json;
    }

    /**
     * Takes the lines out of stock, all or none, as an AT branch of the caller's global transaction.
     *
     * @param command what to deduct, and for which request
     * @return the lines with their prices
     * @throws GoodsRefusedException if the goods service decided against it
     * @throws GoodsUnavailableException if it did not decide, or its answer is lost
     */
    public List<PricedLine> deduct(DeductStock command) {
        return decided(() -> client.deduct(command));
    }

    /**
     * As {@link #deduct}, as an XA branch: nobody sees the deduction before the global commit.
     *
     * @param command what to deduct, and for which request
     * @return the lines with their prices
     * @throws GoodsRefusedException if the goods service decided against it
     * @throws GoodsUnavailableException if it did not decide, or its answer is lost
     */
    public List<PricedLine> deductInXa(DeductStock command) {
        return decided(() -> client.deductInXa(command));
    }

    /**
     * As {@link #deduct}, as a TCC branch: what is taken is frozen until the global transaction is decided.
     *
     * @param command what to reserve, and for which request
     * @return the lines with their prices
     * @throws GoodsRefusedException if the goods service decided against it
     * @throws GoodsUnavailableException if it did not decide, or its answer is lost
     */
    public List<PricedLine> reserve(DeductStock command) {
        return decided(() -> client.reserve(command));
    }

    private List<PricedLine> decided(Supplier<List<PricedLine>> call) {
        try {
            return call.get();
        } catch (FeignException failure) {
            throw isRefusal(failure) ? refused(failure) : new GoodsUnavailableException(failure);
        }
    }

    /** A 4xx without a problem is somebody else's (a proxy, a wrong path) and no decision about stock. */
    private static boolean isRefusal(FeignException failure) {
        Collection<String> types =
                failure.responseHeaders().getOrDefault(HttpHeaders.CONTENT_TYPE.toLowerCase(), Set.of());
        return REFUSALS.contains(failure.status())
                && types.stream().anyMatch(type -> type.startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE));
    }

    private RuntimeException refused(FeignException failure) {
        try {
            return new GoodsRefusedException(json.readValue(failure.contentUTF8(), ProblemDetail.class));
        } catch (JacksonException unreadable) {
            return new GoodsUnavailableException(unreadable);
        }
    }
}
