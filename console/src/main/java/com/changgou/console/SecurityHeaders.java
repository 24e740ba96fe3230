package com.changgou.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** The page runs scripts of this server only, and a recording that somebody has sent cannot bring its own. */
@Component
class SecurityHeaders extends OncePerRequestFilter {

    /** The hash is that of the import map, the only script that stands in the page itself. */
    static final String IMPORT_MAP_HASH = "sha256-eW4MMs/kyKe/n5ldqv20Yh864NwZW9DO1rVwl68QE/M=";

    private static final String POLICY = "default-src 'self'; script-src 'self' '" + IMPORT_MAP_HASH
            + "'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
            + " frame-ancestors 'none'; form-action 'none'";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        chain.doFilter(request, response);
    }
}
