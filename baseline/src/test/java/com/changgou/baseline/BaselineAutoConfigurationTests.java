package com.changgou.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.order.OrderPlacement;
import com.changgou.order.OrderStore;
import com.changgou.order.SomeOrders;
import com.changgou.order.goods.Goods;
import com.changgou.order.goods.SomeGoods;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class BaselineAutoConfigurationTests {

    private final WebApplicationContextRunner service = new WebApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(BaselineAutoConfiguration.class, JdbcTemplateAutoConfiguration.class))
            .withBean(JdbcDataSource.class)
            .withPropertyValues("server.address=127.0.0.1");

    private final WebApplicationContextRunner orderService = service.withPropertyValues(
                    "spring.application.name=order-service")
            .withBean(Goods.class, () -> SomeGoods.of(command -> List.of()))
            .withBean(OrderStore.class, () -> new SomeOrders((requestId, order) -> {}));

    @Test
    void orderServiceGetsTheModesAndItsFloor() {
        orderService.run(context -> {
            assertThat(context).hasSingleBean(OrderFloor.class).hasSingleBean(FloorController.class);
            assertThat(context.getBeansOfType(OrderPlacement.class).values())
                    .extracting(OrderPlacement::mode)
                    .containsExactlyInAnyOrder("local", "local-split", "at-split");
        });
    }

    /** It has neither the order service's classes nor, in the test, Seata's: it must not need them. */
    @Test
    void goodsServiceGetsItsFloorAndNothingElse() {
        service.withPropertyValues("spring.application.name=goods-service")
                .withClassLoader(new FilteredClassLoader("com.changgou.order", "org.apache.seata"))
                .run(context -> assertThat(context)
                        .hasSingleBean(DatabaseRoundTrip.class)
                        .hasSingleBean(FloorController.class)
                        .doesNotHaveBean("localPlacement")
                        .doesNotHaveBean("localSplitPlacement")
                        .doesNotHaveBean("atSplitPlacement"));
    }

    @Test
    void refusesAServiceThatItDoesNotKnow() {
        service.withPropertyValues("spring.application.name=user-service")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining(FloorMeasurement.class.getName()));
    }

    @Test
    void refusesToBeReachableFromOutside() {
        orderService
                .withPropertyValues("server.address=0.0.0.0")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("runs on loopback only"));
    }
}
