package com.changgou.seata.xid;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request without the headers of a global transaction that it takes no part in, so that nothing behind the filter
 * reads them.
 */
final class StrippedRequest extends HttpServletRequestWrapper {

    private static final Set<String> LEGACY = ignoringCase(XidGate.LEGACY_HEADERS.stream());
    private static final Set<String> ALL =
            ignoringCase(Stream.concat(XidGate.LEGACY_HEADERS.stream(), XidGate.HEADERS.stream()));

    private final Set<String> stripped;

    private StrippedRequest(HttpServletRequest request, Set<String> stripped) {
        super(request);
        this.stripped = stripped;
    }

    /** Without the legacy headers, and without ours where the XID is not accepted. */
    static HttpServletRequest of(HttpServletRequest request, XidGate.Decision decision) {
        return new StrippedRequest(request, decision.xid() != null ? LEGACY : ALL);
    }

    private static Set<String> ignoringCase(Stream<String> names) {
        return names.collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));
    }

    @Override
    public @Nullable String getHeader(String name) {
        return stripped.contains(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return stripped.contains(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                .filter(name -> !stripped.contains(name))
                .toList());
    }

    @Override
    public int getIntHeader(String name) {
        return stripped.contains(name) ? -1 : super.getIntHeader(name);
    }

    @Override
    public long getDateHeader(String name) {
        return stripped.contains(name) ? -1 : super.getDateHeader(name);
    }
}
