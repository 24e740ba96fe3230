package com.changgou.goods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

import org.apache.seata.rm.datasource.exec.LockWaitTimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Invariant: who asks for what is committed is told that, or that it is not known yet; never what may still go back. */
@WebMvcTest(controllers = GoodsController.class)
@Import({DecidedSkus.class, IsolationConverter.class})
class GoodsControllerTests {

    private static final DataAccessException UNDER_A_GLOBAL_LOCK =
            new UncategorizedSQLException("find", null, new LockWaitTimeoutException("Global lock wait timeout", null));

    @Autowired
    private MockMvcTester http;

    @MockitoBean
    private SkuMapper skus;

    @BeforeEach
    void threeAreUndecided() {
        given(skus.find(7)).willReturn(new Sku(7, "SKU 7", 100, 997));
        given(skus.findDecided(7)).willReturn(new Sku(7, "SKU 7", 100, 1_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/skus/7", "/skus/7?isolation=uncommitted"})
    void plainReadShowsWhatIsUndecidedAndLocksNothing(String uri) {
        assertThat(http.get().uri(uri))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("stock")
                .isEqualTo(997);

        then(skus).should(never()).findDecided(anyLong());
    }

    @ParameterizedTest
    @ValueSource(strings = {"committed", "Committed", "COMMITTED"})
    void committedReadShowsWhatIsDecided(String isolation) {
        assertThat(http.get().uri("/skus/7?isolation={isolation}", isolation))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("stock")
                .isEqualTo(1_000);

        then(skus).should(never()).find(anyLong());
    }

    @Test
    void globalLockThatIsNotGivenMakesTheReadUndecided() {
        given(skus.findDecided(7)).willThrow(UNDER_A_GLOBAL_LOCK);

        assertUndecided(http.get().uri("/skus/7?isolation=committed").exchange());
    }

    @Test
    void rowThatAnXaBranchHasPreparedMakesTheReadUndecided() {
        given(skus.findDecided(7)).willThrow(new CannotAcquireLockException("Lock wait timeout exceeded"));

        assertUndecided(http.get().uri("/skus/7?isolation=committed").exchange());
    }

    @Test
    void whatNobodyCouldBeAskedIsUnavailableAndNotUndecided() {
        given(skus.findDecided(7)).willThrow(new DataAccessResourceFailureException("wire cut"));

        assertProblem(http.get().uri("/skus/7?isolation=committed").exchange(), 503, "goods-unavailable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/skus/7?isolation=serializable", "/skus/7?isolation=2", "/skus/seven"})
    void parameterThatIsNoneIsRefused(String uri) {
        assertProblem(http.get().uri(uri).exchange(), 400, "invalid-parameter");

        then(skus).shouldHaveNoInteractions();
    }

    @Test
    void unknownSkuIsUnknownInEveryIsolation() {
        assertProblem(http.get().uri("/skus/8").exchange(), 404, "unknown-sku");
        assertProblem(http.get().uri("/skus/8?isolation=committed").exchange(), 404, "unknown-sku");
        assertProblem(restock(8, "{\"quantity\":1}"), 404, "unknown-sku");

        then(skus).should(never()).restock(anyLong(), anyInt());
    }

    @Test
    void restockAddsToWhatIsDecided() {
        assertThat(restock(7, "{\"quantity\":5}"))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("stock")
                .isEqualTo(1_005);

        then(skus).should().restock(7, 5);
    }

    @Test
    void whatIsUndecidedIsNotRestocked() {
        given(skus.findDecided(7)).willThrow(UNDER_A_GLOBAL_LOCK);

        assertUndecided(restock(7, "{\"quantity\":5}"));

        then(skus).should(never()).restock(anyLong(), anyInt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"quantity\":0}",
                "{\"quantity\":-1}",
                "{\"quantity\":1000001}",
                "{\"quantity\":99999999999}",
                "{\"quantity\":null}",
                "{}",
                "[]",
                ""
            })
    void restockThatAddsNothingOrAbsurdlyMuchIsRefused(String body) {
        assertThat(restock(7, body)).hasStatus(400).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);

        then(skus).shouldHaveNoInteractions();
    }

    private MvcTestResult restock(long id, String body) {
        return http.post()
                .uri("/skus/{id}/restock", id)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private static void assertUndecided(MvcTestResult answer) {
        assertProblem(answer, 503, "sku-undecided");
        assertThat(answer).bodyJson().extractingPath("skuId").isEqualTo(7);
        assertThat(answer).headers().hasValue(HttpHeaders.RETRY_AFTER, 1);
    }

    private static void assertProblem(MvcTestResult answer, int status, String type) {
        assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("type").isEqualTo("urn:problem:" + type);
    }
}
