package com.changgou.baseline;

import com.changgou.order.OrderStore;
import com.changgou.order.goods.Goods;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.seata.tm.TransactionManagerHolder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Adds, to the order service whose class path the jar was added to, the modes that are not atomic, and to it and to the goods
 * service the measurement of their floor. Loopback only.
 */
@AutoConfiguration
public final class BaselineAutoConfiguration {

    /** The few lines of fault-injection's Loopback once more: its jar, which stands in the way of every commit, is not there. */
    @Bean
    FloorController floorController(
            @Value("${server.address:0.0.0.0}") String address, FloorMeasurement floorMeasurement)
            throws UnknownHostException {
        if (!InetAddress.getByName(address).isLoopbackAddress()) {
            throw new IllegalStateException(
                    "baseline lets any caller place orders that are not atomic; it runs on loopback"
                            + " only, and server.address is " + address);
        }
        return new FloorController(floorMeasurement);
    }

    /** Seata wraps no bean of a {@code @Bean} method (upstream #8049): whose class has its annotation is imported. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "spring.application.name", havingValue = "order-service")
    @Import(AtSplitPlacement.class)
    static class OrderService {

        @Bean
        LocalPlacement localPlacement(Goods goods, OrderStore orders) {
            return new LocalPlacement(goods, orders);
        }

        @Bean
        LocalSplitPlacement localSplitPlacement(Goods goods, OrderStore orders) {
            return new LocalSplitPlacement(goods, orders);
        }

        @Bean
        OrderFloor floorMeasurement(JdbcTemplate jdbc) {
            return new OrderFloor(jdbc, TransactionManagerHolder::get);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "spring.application.name", havingValue = "goods-service")
    static class GoodsService {

        @Bean
        DatabaseRoundTrip floorMeasurement(JdbcTemplate jdbc) {
            return new DatabaseRoundTrip(jdbc);
        }
    }
}
