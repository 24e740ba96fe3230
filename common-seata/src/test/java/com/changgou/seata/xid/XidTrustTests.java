package com.changgou.seata.xid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Invariant: a request takes part in a global transaction only where a service that knows the secret, or a trusted
 * caller, says so.
 */
@ExtendWith(OutputCaptureExtension.class)
class XidTrustTests {

    private static final String LIVE_XID = "127.0.0.2:8091:3622346437493329921";
    private static final String OLD = "the secret before the rotation......";
    private static final String NEW = "the secret after the rotation.......";

    private final XidCounts counts = new XidCounts();
    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/orders");
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final List<HttpServletRequest> served = new ArrayList<>();
    private @Nullable String boundXid;
    private @Nullable BranchType boundType;

    @AfterEach
    void threadIsClean() {
        assertThat(RootContext.unbind()).isNull();
        assertThat(counts.leftAtEntry()).isZero();
    }

    @Test
    void signedXidIsBound() throws Exception {
        XidFilters.sign(request, LIVE_XID, BranchType.AT);
        serve(XidFilters.settings());
        assertThat(boundXid).isEqualTo(LIVE_XID);
        assertThat(boundType).isEqualTo(BranchType.AT);
        assertThat(refused()).isZero();
    }

    /**
     * A stranger has seen the XID in a log, or makes one up: either way somebody else's global transaction is not his.
     */
    @ParameterizedTest
    @ValueSource(strings = {LIVE_XID, "127.0.0.2:8091:1"})
    void xidForgedFromOutsideJoinsNothing(String xid) throws Exception {
        request.addHeader("TX_XID", xid);
        request.addHeader("TX_BRANCH_TYPE", "XA");
        serve(XidFilters.settings());
        assertServedOutsideOfAnyGlobalTransaction(XidRefusal.UNSIGNED);
    }

    @Test
    void xidForgedFromOutsideWithAMadeUpSignatureJoinsNothing() throws Exception {
        XidFilters.sign(request, LIVE_XID, BranchType.AT, "a secret that the stranger has chosen");
        serve(XidFilters.settings());
        assertServedOutsideOfAnyGlobalTransaction(XidRefusal.FORGED);
    }

    @Test
    void signatureOfAnotherXidJoinsNothing() throws Exception {
        XidFilters.sign(request, "127.0.0.2:8091:7", BranchType.AT);
        request.removeHeader("TX_XID");
        request.addHeader("TX_XID", LIVE_XID);
        serve(XidFilters.settings());
        assertServedOutsideOfAnyGlobalTransaction(XidRefusal.FORGED);
    }

    @Test
    void signatureOfAnotherBranchTypeJoinsNothing() throws Exception {
        XidFilters.sign(request, LIVE_XID, BranchType.AT);
        request.addHeader("TX_BRANCH_TYPE", "XA");
        serve(XidFilters.settings());
        assertServedOutsideOfAnyGlobalTransaction(XidRefusal.FORGED);
    }

    @Test
    void signedBranchTypeIsBound() throws Exception {
        XidFilters.sign(request, LIVE_XID, BranchType.XA);
        serve(XidFilters.settings());
        assertThat(boundType).isEqualTo(BranchType.XA);
    }

    /** In each round, and while a restart is half done, every service accepts what every other one signs. */
    @ParameterizedTest
    @CsvSource({
        "before, " + OLD + ",, " + OLD,
        "first round, " + OLD + ", " + NEW + ", " + OLD,
        "second round has not come here, " + OLD + ", " + NEW + ", " + NEW,
        "second round has not come to the caller, " + NEW + ", " + OLD + ", " + OLD,
        "second round, " + NEW + ", " + OLD + ", " + NEW,
        "third round, " + NEW + ",, " + NEW
    })
    void secretIsRotatedWithoutARefusal(String when, String secret, @Nullable String second, String callers)
            throws Exception {
        XidFilters.sign(request, LIVE_XID, BranchType.AT, callers);
        serve(XidFilters.settings(secret, second));
        assertThat(boundXid).as(when).isEqualTo(LIVE_XID);
    }

    @Test
    void oldSecretAfterTheRotationJoinsNothing() throws Exception {
        XidFilters.sign(request, LIVE_XID, BranchType.AT, OLD);
        serve(XidFilters.settings(NEW, ""));
        assertServedOutsideOfAnyGlobalTransaction(XidRefusal.FORGED);
    }

    @Test
    void secondSecretNeverSigns() {
        XidSignatures rotating = XidSignatures.of(XidFilters.settings(OLD, NEW));
        assertThat(rotating.sign(LIVE_XID, BranchType.AT))
                .isPresent()
                .isEqualTo(XidSignatures.of(XidFilters.settings(OLD, null)).sign(LIVE_XID, BranchType.AT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fescarXID", "Fescar-Xid", "FESCARXID", "fescar-xid"})
    void legacyHeaderJoinsNothing(String header) throws Exception {
        request.addHeader(header, LIVE_XID);
        serve(XidFilters.settings());
        assertServedOutsideOfAnyGlobalTransaction(XidRefusal.LEGACY);
    }

    /** Whoever reads it behind the filter would get another global transaction than the one that is verified. */
    @Test
    void legacyHeaderBesideASignedXidIsNotSeen() throws Exception {
        XidFilters.sign(request, LIVE_XID, BranchType.XA);
        request.addHeader("Fescar-Xid", "127.0.0.2:8091:7");
        serve(XidFilters.settings());
        assertThat(boundXid).isEqualTo(LIVE_XID);
        assertThat(headers()).containsExactlyInAnyOrder("TX_XID", "TX_BRANCH_TYPE", "TX_XID_SIGNATURE");
        assertThat(served.get(0).getHeader("Fescar-Xid")).isNull();
    }

    @Test
    void otherHeadersStay() throws Exception {
        request.addHeader("TX_XID", LIVE_XID);
        request.addHeader("Accept", "text/plain");
        request.addHeader("Max-Forwards", "3");
        request.addHeader("Date", 1_000L);
        serve(XidFilters.settings());
        HttpServletRequest seen = served.get(0);
        assertThat(headers()).containsExactlyInAnyOrder("Accept", "Max-Forwards", "Date");
        assertThat(seen.getHeader("accept")).isEqualTo("text/plain");
        assertThat(Collections.list(seen.getHeaders("Accept"))).containsExactly("text/plain");
        assertThat(seen.getIntHeader("Max-Forwards")).isEqualTo(3);
        assertThat(seen.getDateHeader("Date")).isEqualTo(1_000L);
    }

    static List<String> malformedXids() {
        return List.of(
                "null",
                "7",
                "127.0.0.2:8091",
                "127.0.0.2:8091:",
                ":8091:7",
                "127.0.0.2:port:7",
                "127.0.0.2:8091:-7",
                "127.0.0.2:8091:7 ",
                "127.0.0.2:8091:7\nForged log line",
                "127.0.0.2:8091:7\u0000",
                "127.0.0.2:8091:\u0667",
                "127.0.0.2:8091:9223372036854775808",
                "127.0.0.2:8091:7' OR '1'='1",
                "h".repeat(121) + ":8091:77");
    }

    /** Signed or not, and whoever sends it. */
    @ParameterizedTest
    @MethodSource("malformedXids")
    void malformedXidNeverReachesSeata(String xid) throws Exception {
        XidFilters.sign(request, xid, BranchType.AT);
        serve(XidFilters.settings());
        assertServedOutsideOfAnyGlobalTransaction(XidRefusal.MALFORMED);
        serve(new XidProperties(null, null, Set.of(), false, false, false));
        assertThat(boundXid).as("where nothing is verified").isNull();
        serve(trusting("127.0.0.1"));
        assertThat(boundXid).as("of a trusted caller").isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LIVE_XID,
                "tc-0.tc.changgou.svc.cluster.local:8091:1",
                "0:0:0:0:0:0:0:1:8091:1",
                "[fe80::1%eth0]:8091:9223372036854775807"
            })
    void wellFormedXidIsTaken(String xid) throws Exception {
        XidFilters.sign(request, xid, BranchType.AT);
        serve(XidFilters.settings());
        assertThat(boundXid).isEqualTo(xid);
    }

    /** Or the first one would be verified, and the second one read. */
    @ParameterizedTest
    @ValueSource(strings = {"TX_XID", "TX_BRANCH_TYPE", "TX_XID_SIGNATURE"})
    void headerThatIsSentTwiceJoinsNothing(String header) throws Exception {
        XidFilters.sign(request, LIVE_XID, BranchType.XA);
        request.addHeader(header, "127.0.0.2:8091:7");
        serve(XidFilters.settings());
        assertServedOutsideOfAnyGlobalTransaction(XidRefusal.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, true",
        "10.2.0.1, false",
        "192.0.2.7, true",
        "192.0.2.8, false",
        "2001:db8:0:0:0:0:0:5, true",
        "0:0:0:0:0:0:0:1, false",
        "unknown, false"
    })
    void trustedCallerNeedsNoSignature(String caller, boolean trusted) throws Exception {
        request.addHeader("TX_XID", LIVE_XID);
        request.setRemoteAddr(caller);
        serve(trusting("10.1.0.0/16", "192.0.2.7", "2001:db8::/32"));
        assertThat(boundXid).isEqualTo(trusted ? LIVE_XID : null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.1.0.0/", "10.1.0.0/33", "10.1.0.0/-1", "10.1/16", "10.1.0.0/16/1"})
    void rangeThatIsNoneIsRefusedAtTheStart(String range) {
        XidProperties settings = trusting(range);
        assertThatThrownBy(() -> XidFilters.filter(settings, counts))
                .isInstanceOf(XidSettingsException.class)
                .hasMessageContaining("'" + range + "'");
    }

    /** As the filter was before there were signatures. */
    @Test
    void everyWellFormedXidIsTakenWhereNothingIsVerified() throws Exception {
        request.addHeader("TX_XID", LIVE_XID);
        serve(new XidProperties(null, null, Set.of(), false, false, false));
        assertThat(boundXid).isEqualTo(LIVE_XID);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.2:8091:7, 403, Forbidden", "7, 400, Bad Request"})
    void requestIsRejectedWhereItsWorkIsNothingWithoutTheTransaction(String xid, int status, String title)
            throws Exception {
        request.addHeader("TX_XID", xid);
        serve(rejecting());
        assertThat(served).isEmpty();
        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(response.getContentType()).isEqualTo("application/problem+json");
        JsonNode problem = JsonMapper.shared().readTree(response.getContentAsByteArray());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("title").asString()).isEqualTo(title);
        assertThat(problem.get("detail").asString()).startsWith("The XID is not accepted: ");
        assertThat(refused()).isEqualTo(1);
    }

    @Test
    void rejectingServiceServesRequestsWithoutAnXid() throws Exception {
        serve(rejecting());
        assertThat(served).hasSize(1);
        assertThat(response.getStatus()).isEqualTo(200);
    }

    /** A stranger who sends a thousand of them fills no disk. */
    @Test
    void refusalIsCountedEachTimeAndLoggedOnceForEachSource(CapturedOutput output) throws Exception {
        XidServletFilter filter = XidFilters.filter(XidFilters.settings(), counts);
        request.addHeader("TX_XID", LIVE_XID);
        for (String source : List.of("192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.1")) {
            request.setRemoteAddr(source);
            serve(filter);
        }
        assertThat(counts.refused(XidRefusal.UNSIGNED)).isEqualTo(4);
        assertThat(output.toString().lines().filter(line -> line.contains("from 192.0.2.")))
                .satisfiesExactly(
                        first -> assertThat(first).contains("192.0.2.1").doesNotContain(LIVE_XID),
                        second -> assertThat(second).contains("192.0.2.2"));
    }

    @Test
    void secretsAreInNoLog() {
        assertThat(XidFilters.settings(OLD, NEW).toString()).doesNotContain(OLD, NEW);
    }

    private static XidProperties trusting(String... callers) {
        return new XidProperties(XidFilters.SECRET, null, Set.of(callers), false, true, false);
    }

    private static XidProperties rejecting() {
        return new XidProperties(XidFilters.SECRET, null, Set.of(), true, true, false);
    }

    private void serve(XidProperties settings) throws Exception {
        serve(XidFilters.filter(settings, counts));
    }

    private void serve(XidServletFilter filter) throws Exception {
        boundXid = null;
        boundType = null;
        filter.doFilter(request, response, (req, res) -> {
            served.add((HttpServletRequest) req);
            boundXid = RootContext.getXID();
            boundType = RootContext.getBranchType();
        });
    }

    private void assertServedOutsideOfAnyGlobalTransaction(XidRefusal why) {
        assertThat(served).hasSize(1);
        assertThat(boundXid).isNull();
        assertThat(headers()).as("what is left for who reads headers himself").isEmpty();
        for (String header :
                List.of("TX_XID", "tx_xid", "TX_BRANCH_TYPE", "TX_XID_SIGNATURE", "fescarXID", "Fescar-Xid")) {
            assertThat(served.get(0).getHeader(header)).isNull();
            assertThat(Collections.list(served.get(0).getHeaders(header))).isEmpty();
        }
        assertThat(counts.refused(why)).isEqualTo(1);
        assertThat(refused()).isEqualTo(1);
    }

    private List<String> headers() {
        return Collections.list(served.get(0).getHeaderNames());
    }

    private long refused() {
        long sum = 0;
        for (XidRefusal why : XidRefusal.values()) {
            sum += counts.refused(why);
        }
        return sum;
    }
}
