package com.changgou.console.recording;

import com.changgou.proof.Http;
import com.changgou.proof.Site;
import com.changgou.proof.TcConsole;
import com.changgou.proof.TcConsole.SeenMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** What the services and the TC have recorded of a transaction, each by itself. */
@Component
public class Recorders {

    private static final ParameterizedTypeReference<List<Known>> KNOWN = new ParameterizedTypeReference<>() {};

    private final RestClient orders;
    private final RestClient goods;
    private final @Nullable TcConsole tc;

    Recorders(Site site, ObjectProvider<TcConsole> tc) {
        this.orders = Http.to(site.orderService());
        this.goods = Http.to(site.goodsService());
        this.tc = tc.getIfAvailable();
    }

    /**
     * What one service has recorded.
     *
     * @param seq its place among all that the service has recorded
     * @param at when
     * @param kind message, sql, http, pause or fault
     * @param side of a message: tm or rm; of HTTP: client or server; null for the rest
     * @param sent whether this service sent it
     * @param name what it is called
     * @param id the same for a request and its answer; null for what has none
     * @param answer whether it is an answer
     * @param branchId of which branch; null where it is about none
     * @param text a whole statement; null for the rest
     * @param details what it carries
     */
    public record Entry(
            long seq,
            Instant at,
            String kind,
            @Nullable String side,
            boolean sent,
            String name,
            @Nullable String id,
            boolean answer,
            @Nullable String branchId,
            @Nullable String text,
            Map<String, String> details) {}

    /**
     * What has been recorded of one transaction.
     *
     * @param orders by the order service
     * @param goods by the goods service
     * @param tc by the TC; null where it is not this project's, and keeps nothing
     */
    public record Parts(
            List<Entry> orders, List<Entry> goods, @Nullable List<SeenMessage> tc) {}

    /**
     * A transaction of which a service has recorded something.
     *
     * @param xid the transaction
     * @param since when it was first seen
     * @param name as the TM began it; null where that is not kept any more
     * @param end {@code commit} or {@code rollback}, whatever the TM asked for; null before it did
     */
    public record Known(
            String xid,
            Instant since,
            @Nullable String name,
            @Nullable String end) {}

    private record Entries(List<Entry> entries) {}

    /**
     * Asks all for what they have of one transaction.
     *
     * @param xid the transaction
     * @return empty lists for what nobody has seen
     * @throws RestClientException if a service does not answer
     */
    public Parts of(String xid) {
        // The TC first: what has come to a client by then has left the TC before.
        List<SeenMessage> seen = seenByTc(xid);
        return new Parts(entries(orders, xid), entries(goods, xid), seen);
    }

    /**
     * The transactions that the order service has begun lately.
     *
     * @return newest first
     * @throws RestClientException if the service does not answer
     */
    public List<Known> known() {
        List<Known> known = orders.get().uri("/recorded").retrieve().body(KNOWN);
        return known == null ? List.of() : known;
    }

    private static List<Entry> entries(RestClient service, String xid) {
        try {
            Entries recorded =
                    service.get().uri("/recorded/{xid}", xid).retrieve().body(Entries.class);
            return recorded == null ? List.of() : recorded.entries();
        } catch (HttpClientErrorException.NotFound recordsNothing) {
            return List.of();
        }
    }

    private @Nullable List<SeenMessage> seenByTc(String xid) {
        try {
            return tc == null ? null : tc.traffic(xid);
        } catch (RestClientException keepsNothing) {
            return null;
        }
    }
}
