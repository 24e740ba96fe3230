package com.changgou.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.header;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withServerError;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withUnauthorizedRequest;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.client.ExpectedCount;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.test.web.client.ResponseActions;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;

/** Invariant: a proof that takes longer than the console's token lasts is still told what the TC knows. */
class TcConsoleTests {

    private final RestClient.Builder http = RestClient.builder();
    private final MockRestServiceServer tc = MockRestServiceServer.bindTo(http).build();
    private final TcConsole console = new TcConsole(http.build(), "secret");

    @Test
    void logsInAgainWhenItsTokenHasExpired() {
        expectLogin("first");
        expectTraffic("first").andRespond(withSuccess("{\"GlobalBeginRequest\": 1}", MediaType.APPLICATION_JSON));
        expectTraffic("first").andRespond(withUnauthorizedRequest());
        expectLogin("second");
        expectTraffic("second").andRespond(withSuccess("{\"GlobalBeginRequest\": 2}", MediaType.APPLICATION_JSON));
        expectTraffic("second").andRespond(withSuccess("{\"GlobalBeginRequest\": 3}", MediaType.APPLICATION_JSON));

        assertThat(console.traffic()).containsEntry("GlobalBeginRequest", 1L);
        assertThat(console.traffic()).containsEntry("GlobalBeginRequest", 2L);
        assertThat(console.traffic()).containsEntry("GlobalBeginRequest", 3L);
        tc.verify();
    }

    @Test
    void isRefusedWhenANewTokenIsRefusedToo() {
        expectLogin("first");
        expectTraffic("first").andRespond(withUnauthorizedRequest());
        expectLogin("second");
        expectTraffic("second").andRespond(withUnauthorizedRequest());

        assertThatThrownBy(console::traffic).isInstanceOf(HttpClientErrorException.Unauthorized.class);
    }

    /** As the TC 1.8 answers now and then while branches come and go. */
    @Test
    void asksAgainWhatTheCoordinatorCouldNotAnswer() {
        expectLogin("first");
        expectTraffic("first").andRespond(withServerError());
        expectTraffic("first").andRespond(withServerError());
        expectTraffic("first").andRespond(withSuccess("{\"GlobalBeginRequest\": 1}", MediaType.APPLICATION_JSON));

        assertThat(console.traffic()).containsEntry("GlobalBeginRequest", 1L);
    }

    @Test
    void failureThatStaysIsTold() {
        expectLogin("first");
        tc.expect(ExpectedCount.times(6), requestTo("/api/v1/traffic")).andRespond(withServerError());

        assertThatThrownBy(console::traffic).isInstanceOf(HttpServerErrorException.InternalServerError.class);
        tc.verify();
    }

    private void expectLogin(String token) {
        tc.expect(requestTo("/api/v1/auth/login"))
                .andRespond(withSuccess("{\"data\": \"" + token + "\"}", MediaType.APPLICATION_JSON));
    }

    private ResponseActions expectTraffic(String token) {
        return tc.expect(requestTo("/api/v1/traffic")).andExpect(header(HttpHeaders.AUTHORIZATION, token));
    }
}
