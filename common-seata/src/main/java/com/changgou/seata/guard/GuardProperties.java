package com.changgou.seata.guard;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the guards against failures that stay silent.
 *
 * <p>A pattern of calls is an HTTP method, which may be left out, and the service with the path, as in
 * {@code POST goods-service/quotes/**}; {@code ?}, {@code *} and {@code **} are those of Spring's
 * {@link org.springframework.util.AntPathMatcher}. The service is the Feign client's name, or else the host in the URL, with its port where
 * it names one. A circuit breaker is named by its id.
 *
 * @param enlistment whether everything that should take part in a global transaction does
 * @param swallow what becomes of a failure that somebody swallowed
 */
@ConfigurationProperties("changgou.seata.guard")
public record GuardProperties(
        @DefaultValue Enlistment enlistment, @DefaultValue Swallow swallow) {

    /**
     * Whether everything that should take part in a global transaction does.
     *
     * @param mode what becomes of a call inside a global transaction that brought no branch: fail, warn or off
     * @param readOnly patterns of calls that need bring none, such as "POST goods-service/quotes/**"; GET, HEAD, OPTIONS and TRACE never
     *     need to
     * @param emptyCommit what becomes of a global transaction that is to be committed with no branch at all: fail, warn or off
     * @param mayBeEmpty names of the global transactions that may write nothing
     */
    public record Enlistment(
            @DefaultValue("fail") GuardMode mode,
            @DefaultValue Set<String> readOnly,
            @DefaultValue("fail") GuardMode emptyCommit,
            @DefaultValue Set<String> mayBeEmpty) {}

    /**
     * What becomes of a failure that somebody swallowed.
     *
     * @param mode what becomes of a global transaction that is to be committed although something in it failed: fail, warn or off
     * @param tolerated patterns of calls, and ids of circuit breakers, whose failure decides nothing
     */
    public record Swallow(
            @DefaultValue("fail") GuardMode mode,
            @DefaultValue Set<String> tolerated) {}
}
