package com.changgou.seata.xid;

import java.util.Set;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.springframework.mock.web.MockHttpServletRequest;

/** A service and its callers, as these tests need them. */
final class XidFilters {

    static final String SECRET = "a secret of these tests, long enough";
    static final String SECRET_PROPERTY = "changgou.seata.xid.secret=" + SECRET;

    private XidFilters() {}

    static XidProperties settings() {
        return settings(SECRET, null);
    }

    static XidProperties settings(String secret, String secondSecret) {
        return new XidProperties(secret, secondSecret, Set.of(), false, true, false);
    }

    static XidServletFilter filter(XidProperties settings, XidCounts counts) {
        return new XidServletFilter(
                new XidGate(XidSignatures.of(settings), settings, counts), counts, settings.rejectRequests());
    }

    static void sign(MockHttpServletRequest request, String xid, BranchType branchType) {
        sign(request, xid, branchType, SECRET);
    }

    /** As a service with this secret calls inside of this global transaction. */
    static void sign(MockHttpServletRequest request, String xid, BranchType branchType, String secret) {
        RootContext.bind(xid);
        RootContext.bindBranchType(branchType);
        try {
            new GlobalTransactionHeaders(XidSignatures.of(settings(secret, null))).write(request::addHeader);
        } finally {
            RootContext.unbindBranchType();
            RootContext.unbind();
        }
    }
}
