package com.changgou.seata.xid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Invariant: after a request the thread has no XID, whatever it had before and whatever happened in between. */
class XidServletFilterTests {

    private static final String XID = "127.0.0.2:8091:1";

    private final XidCounts counts = new XidCounts();
    private final XidServletFilter filter = XidFilters.filter(XidFilters.settings(), counts);
    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/orders");
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void cleanThread() {
        RootContext.unbind();
        RootContext.unbindBranchType();
        MDC.clear();
    }

    @Test
    void bindsTheHeaderForTheRequestOnly() throws Exception {
        XidFilters.sign(request, XID, BranchType.AT);
        filter((req, res) -> look());
        assertThat(seen).containsExactly(XID, XID);
        assertThreadIsClean();
    }

    /** The filter of the Fescar days throws a NullPointerException in its finally block here. */
    @Test
    void plainRequestPasses() throws Exception {
        filter((req, res) -> look());
        assertThat(seen).containsExactly(null, null);
        assertThreadIsClean();
    }

    /** There, the same NullPointerException takes the place of the business exception. */
    @Test
    void plainRequestThatLeavesAnXidKeepsItsOwnException() {
        FilterChain chain = (req, res) -> {
            RootContext.bind(XID);
            throw new ServletException("business");
        };
        assertThatThrownBy(() -> filter(chain))
                .isInstanceOf(ServletException.class)
                .hasMessage("business");
        assertThreadIsClean();
        assertThat(counts.leftAtExit()).isEqualTo(1);
    }

    /** What the counters say of a service that leaves nothing behind. */
    @Test
    void requestsThatFindAndLeaveACleanThreadAreNotCounted() throws Exception {
        filter((req, res) -> look());
        XidFilters.sign(request, XID, BranchType.XA);
        filter((req, res) -> look());
        filter((req, res) -> RootContext.unbind());
        assertThat(counts.leftAtEntry()).isZero();
        assertThat(counts.leftAtExit()).isZero();
    }

    @Test
    void failureInsideAGlobalTransactionUnbinds() {
        XidFilters.sign(request, XID, BranchType.AT);
        FilterChain chain = (req, res) -> {
            throw new IOException("business");
        };
        assertThatThrownBy(() -> filter(chain)).isInstanceOf(IOException.class).hasMessage("business");
        assertThreadIsClean();
    }

    @Test
    void xidOfAnEarlierRequestIsNeitherUsedNorRestored() throws Exception {
        RootContext.bind("127.0.0.2:8091:99");
        filter((req, res) -> look());
        assertThat(seen).containsExactly(null, null);
        assertThreadIsClean();
        assertThat(counts.leftAtEntry()).isEqualTo(1);
    }

    @Test
    void headerReplacesTheXidOfAnEarlierRequest() throws Exception {
        RootContext.bind("127.0.0.2:8091:99");
        XidFilters.sign(request, XID, BranchType.AT);
        filter((req, res) -> look());
        assertThat(seen).containsExactly(XID, XID);
        assertThreadIsClean();
    }

    @Test
    void bindsTheBranchTypeForTheRequestOnly() throws Exception {
        XidFilters.sign(request, XID, BranchType.XA);
        filter((req, res) -> assertThat(RootContext.getBranchType()).isEqualTo(BranchType.XA));
        RootContext.bind(XID);
        assertThat(RootContext.getBranchType()).isEqualTo(BranchType.AT);
    }

    @Test
    void branchTypeOfAnEarlierRequestIsNotUsed() throws Exception {
        RootContext.bindBranchType(BranchType.XA);
        XidFilters.sign(request, XID, BranchType.AT);
        filter((req, res) -> assertThat(RootContext.getBranchType()).isEqualTo(BranchType.AT));
    }

    @Test
    void blankHeaderBindsNothing() throws Exception {
        request.addHeader(RootContext.KEY_XID, " ");
        filter((req, res) -> look());
        assertThat(seen).containsExactly(null, null);
    }

    private void filter(FilterChain chain) throws ServletException, IOException {
        filter.doFilter(request, new MockHttpServletResponse(), chain);
    }

    private void look() {
        seen.add(RootContext.getXID());
        seen.add(MDC.get(RootContext.MDC_KEY_XID));
    }

    private static void assertThreadIsClean() {
        assertThat(RootContext.getXID()).isNull();
        assertThat(MDC.get(RootContext.MDC_KEY_XID)).isNull();
    }
}
