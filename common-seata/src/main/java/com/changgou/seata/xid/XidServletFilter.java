package com.changgou.seata.xid;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.seata.core.context.RootContext;
import org.apache.seata.core.model.BranchType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.StringUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Binds the XID and the branch type of the request's headers to the thread, and leaves the thread without any afterwards.
 *
 * <p>Nothing is put back: an XID that was on the thread before the request belongs to somebody who is gone. Seata's own
 * interceptor and the filter of the Fescar days both restore such leftovers (upstream #4512, #5568).
 */
final class XidServletFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(XidServletFilter.class);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        unbindAllBut(null, request, "before");
        String xid = request.getHeader(RootContext.KEY_XID);
        if (StringUtils.hasText(xid)) {
            RootContext.bind(xid);
            bindBranchType(request.getHeader(RootContext.KEY_BRANCH_TYPE));
        }
        try {
            chain.doFilter(request, response);
        } finally {
            unbindAllBut(xid, request, "after");
        }
    }

    /** A TCC branch binds its type itself; what else a caller may name is AT, and that is what nothing bound means. */
    private static void bindBranchType(@Nullable String branchType) {
        if (BranchType.XA.name().equals(branchType)) {
            RootContext.bindBranchType(BranchType.XA);
        }
    }

    private void unbindAllBut(@Nullable String expected, HttpServletRequest request, String when) {
        RootContext.unbindBranchType();
        String found = RootContext.unbind();
        if (found != null && !found.equals(expected)) {
            log.warn(
                    "XID {} was left on the thread, found {} {} {}",
                    found,
                    when,
                    request.getMethod(),
                    request.getRequestURI());
        }
    }
}
