package com.changgou.seata.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.apache.seata.rm.datasource.xa.DataSourceProxyXA;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** Invariant: every database under AT is found once, wherever its proxy is hidden, and no other. */
class AtResourcesTests {

    private final DataSource orders = mock(DataSource.class);
    private final DataSource goods = mock(DataSource.class);
    private final DataSourceProxy ordersProxy = proxy("orders", orders);
    private final DataSourceProxy goodsProxy = proxy("goods", goods);

    @Test
    void plainDataSourceHasNone() {
        assertThat(AtResources.targets(List.of(orders, mock(DataSourceProxyXA.class))))
                .isEmpty();
    }

    @Test
    void findsProxiesBehindDelegatesAndBesideXa() {
        assertThat(AtResources.targets(List.of(
                        new LazyConnectionDataSourceProxy(ordersProxy),
                        new BranchTypeDataSource(goodsProxy, mock(DataSourceProxyXA.class)))))
                .isEqualTo(Map.of("orders", orders, "goods", goods));
    }

    @Test
    void findsEachTargetOfARoutingDataSourceOnce() {
        AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
            @Override
            protected Object determineCurrentLookupKey() {
                return "a";
            }
        };
        routing.setTargetDataSources(Map.of("a", ordersProxy, "b", goodsProxy, "c", orders));
        routing.afterPropertiesSet();

        assertThat(AtResources.targets(List.of(routing, ordersProxy)))
                .isEqualTo(Map.of("orders", orders, "goods", goods));
    }

    private static DataSourceProxy proxy(String resourceId, DataSource target) {
        DataSourceProxy proxy = mock(DataSourceProxy.class);
        given(proxy.getResourceId()).willReturn(resourceId);
        given(proxy.getTargetDataSource()).willReturn(target);
        return proxy;
    }
}
