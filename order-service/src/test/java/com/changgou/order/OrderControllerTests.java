package com.changgou.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

import com.changgou.order.points.PointsRelay;
import com.changgou.order.points.PointsTasks;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Invariant: an order is placed in the mode that the client names, and a mode that there is none of leaves no trace. */
@WebMvcTest(controllers = OrderController.class)
@EnableConfigurationProperties(OrderProperties.class)
@Import({IdempotentPlacement.class, OrderControllerTests.Modes.class})
class OrderControllerTests {

    /** Say by the XID who placed it. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Modes {

        @Bean
        OrderPlacement at() {
            return new Named("at");
        }

        @Bean
        OrderPlacement other() {
            return new Named("other-mode");
        }
    }

    private record Named(String mode) implements OrderPlacement {

        @Override
        public Order place(String requestId, PlaceOrder request) {
            return Order.placed(request.userId(), List.of(), mode);
        }
    }

    @Autowired
    private MockMvcTester http;

    @MockitoBean
    private OrderClaims claims;

    @MockitoBean
    private OrderStore orders;

    @MockitoBean
    private PointsTasks points;

    @MockitoBean
    private PointsRelay relay;

    @BeforeEach
    void nobodyHasClaimedAnything() {
        given(claims.open(any(), any(), any())).willReturn(1);
        given(orders.customerExists("u1")).willReturn(true);
    }

    @ParameterizedTest
    @CsvSource({
        "/orders, at",
        "/orders?mode=, at",
        "/orders?mode=at, at",
        "/orders?mode=other-mode, other-mode",
        "/orders?mode=Other-MODE, other-mode"
    })
    void modeIsTheOneThatTheClientNamesInAnyCaseAndAtByDefault(String uri, String mode) {
        assertThat(place(uri)).hasStatus(201).bodyJson().extractingPath("xid").isEqualTo(mode);
    }

    @Test
    void modeThatIsNoneIsRefusedBeforeAnythingIsWritten() {
        MvcTestResult answer = place("/orders?mode=saga");

        assertThat(answer)
                .hasStatus(400)
                .hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyJson()
                .isLenientlyEqualTo("""
                        {
                          "type": "urn:problem:invalid-parameter",
                          "detail": "There is no mode saga. There are: at, other-mode",
                          "errors": [{"field": "mode", "message": "cannot be saga"}]
                        }""");
        then(claims).shouldHaveNoInteractions();
        then(orders).shouldHaveNoInteractions();
    }

    private MvcTestResult place(String uri) {
        return http.post()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"userId\":\"u1\",\"lines\":[{\"skuId\":1,\"quantity\":1}]}")
                .exchange();
    }
}
