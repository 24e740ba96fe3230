package com.changgou.seata.observation;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.changgou.seata.global.FakeTransactionManager;
import com.changgou.seata.global.GlobalAutoConfiguration;
import com.changgou.seata.xid.XidAutoConfiguration;
import com.changgou.seata.xid.XidServletAutoConfiguration;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.TransactionManager;
import org.apache.seata.tm.TransactionManagerHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.core.ResolvableType;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Invariant: what is observed of a global transaction can be found by its XID, and nothing else carries one. */
class SeataObservationAutoConfigurationTests {

    private static final String XID = "127.0.0.2:8091:1";

    private final FakeTransactionManager tc = new FakeTransactionManager();
    private final TransactionManager original = TransactionManagerHolder.get();
    private final TestObservationRegistry observations = TestObservationRegistry.create();

    private final AutoConfigurations configurations = AutoConfigurations.of(
            ObservationAutoConfiguration.class,
            WebMvcObservationAutoConfiguration.class,
            XidAutoConfiguration.class,
            XidServletAutoConfiguration.class,
            GlobalAutoConfiguration.class,
            SeataObservationAutoConfiguration.class);
    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(configurations)
            .withBean(ObservationRegistry.class, () -> observations);

    @BeforeEach
    void connect() {
        TransactionManagerHolder.set(tc);
    }

    @AfterEach
    void restore() {
        TransactionManagerHolder.set(original);
        RootContext.unbind();
    }

    @Test
    void observationInsideCarriesTheXid() {
        contextRunner.run(context -> {
            RootContext.bind(XID);
            Observation.createNotStarted("inside", observations).observe(() -> {});

            assertThat(observations)
                    .hasObservationWithNameEqualTo("inside")
                    .that()
                    .hasHighCardinalityKeyValue("seata.xid", XID)
                    .doesNotHaveLowCardinalityKeyValueWithKey("seata.xid");
        });
    }

    @Test
    void observationOutsideCarriesNone() {
        contextRunner.run(context -> {
            Observation.createNotStarted("outside", observations).observe(() -> {});

            assertThat(observations)
                    .hasObservationWithNameEqualTo("outside")
                    .that()
                    .doesNotHaveHighCardinalityKeyValueWithKey("seata.xid");
        });
    }

    @Test
    void requestThatBringsAnXidCarriesIt() {
        new WebApplicationContextRunner()
                .withConfiguration(configurations)
                .withPropertyValues("seata.client.http.interceptor-enabled=false", "changgou.seata.xid.verify=false")
                .withBean(ObservationRegistry.class, () -> observations)
                .run(context -> {
                    Filter[] inOrder = context.<FilterRegistrationBean<?>>getBeanProvider(
                                    ResolvableType.forRawClass(FilterRegistrationBean.class))
                            .orderedStream()
                            .map(FilterRegistrationBean::getFilter)
                            .toArray(Filter[]::new);
                    assertThat(inOrder).hasSize(2);
                    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/stock");
                    request.addHeader(RootContext.KEY_XID, XID);

                    new MockFilterChain(new Nothing(), inOrder).doFilter(request, new MockHttpServletResponse());

                    assertThat(observations)
                            .hasObservationWithNameEqualTo("http.server.requests")
                            .that()
                            .hasBeenStopped()
                            .hasHighCardinalityKeyValue("seata.xid", XID);
                });
    }

    @Test
    void requestThatBeginsAGlobalTransactionCarriesItsXidAfterTheEnd() {
        contextRunner.run(context -> {
            TransactionManager manager = TransactionManagerHolder.get();
            Observation.createNotStarted("request", observations)
                    .observeChecked(() -> manager.commit(manager.begin(null, null, "order", 1000)));

            assertThat(observations)
                    .hasObservationWithNameEqualTo("request")
                    .that()
                    .hasHighCardinalityKeyValue("seata.xid", XID);
        });
    }

    @Test
    void globalTransactionIsObservedFromItsBeginToItsEnd() {
        contextRunner.run(context -> {
            TransactionManager manager = TransactionManagerHolder.get();
            Observation request = Observation.start("request", observations);
            request.scopedChecked(() -> {
                manager.begin(null, null, "order", 1000);
                assertThat(observations)
                        .hasObservationWithNameEqualTo("seata.global.transaction")
                        .that()
                        .isNotStopped();
                manager.rollback(XID);
            });

            assertThat(observations)
                    .hasObservationWithNameEqualTo("seata.global.transaction")
                    .that()
                    .hasBeenStopped()
                    .hasParentObservationEqualTo(request)
                    .hasContextualNameEqualTo("global transaction order")
                    .hasHighCardinalityKeyValue("seata.xid", XID)
                    .hasLowCardinalityKeyValue("outcome", "Rollbacked");
        });
    }

    @Test
    void globalTransactionWhoseEndIsNotAnsweredIsUnknown() {
        contextRunner.run(context -> {
            TransactionManager manager = TransactionManagerHolder.get();
            manager.begin(null, null, "order", 1000);
            tc.failure = new TransactionException("nobody there");
            catchThrowable(() -> manager.commit(XID));

            assertThat(observations)
                    .hasObservationWithNameEqualTo("seata.global.transaction")
                    .that()
                    .hasBeenStopped()
                    .hasError(tc.failure)
                    .hasLowCardinalityKeyValue("outcome", "unknown");
        });
    }

    @Test
    void needsNoMicrometer() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SeataObservationAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("xidObservationFilter"));
    }

    @Test
    void canBeSwitchedOff() {
        contextRunner
                .withPropertyValues("changgou.seata.observation.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(XidObservationFilter.class)
                        .doesNotHaveBean(GlobalObservations.class));
    }

    private static final class Nothing extends HttpServlet {}
}
