package com.changgou.seata.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.util.Map;
import javax.sql.DataSource;
import org.apache.seata.rm.datasource.DataSourceProxy;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** Invariant: nothing is proxied twice, and nothing that has an unproxied way to the database counts as proxied. */
class ProxiedDataSourcesTests {

    private final DataSource plain = mock(DataSource.class);
    private final DataSource proxied = mock(DataSourceProxy.class);

    @Test
    void seesSeatasProxy() {
        assertThat(ProxiedDataSources.isProxied(proxied)).isTrue();
        assertThat(ProxiedDataSources.isProxied(plain)).isFalse();
    }

    @Test
    void looksThroughDelegates() {
        assertThat(ProxiedDataSources.isProxied(new LazyConnectionDataSourceProxy(proxied)))
                .isTrue();
        assertThat(ProxiedDataSources.isProxied(new LazyConnectionDataSourceProxy(plain)))
                .isFalse();
    }

    @Test
    void wantsEveryTargetOfARoutingDataSource() {
        assertThat(ProxiedDataSources.isProxied(routing(Map.of("a", proxied)))).isTrue();
        assertThat(ProxiedDataSources.isProxied(routing(Map.of("a", proxied, "b", plain))))
                .isFalse();
    }

    @Test
    void wantsTheDefaultTargetToo() {
        AbstractRoutingDataSource routing = routing(Map.of("a", proxied));
        routing.setDefaultTargetDataSource(plain);
        routing.afterPropertiesSet();

        assertThat(ProxiedDataSources.isProxied(routing)).isFalse();
    }

    @Test
    void leavesWhatIsProxiedAlone() {
        DataSourceProxyPostProcessor processor = PostProcessors.proxying();
        assertThat(processor.postProcessAfterInitialization(proxied, "dataSource"))
                .isSameAs(proxied);
        assertThat(processor.postProcessAfterInitialization("no data source", "text"))
                .isEqualTo("no data source");
    }

    private static AbstractRoutingDataSource routing(Map<Object, Object> targets) {
        AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
            @Override
            protected Object determineCurrentLookupKey() {
                return "a";
            }
        };
        routing.setTargetDataSources(targets);
        routing.afterPropertiesSet();
        return routing;
    }
}
