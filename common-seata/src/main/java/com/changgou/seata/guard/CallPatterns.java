package com.changgou.seata.guard;

import java.util.Collection;
import java.util.List;
import org.springframework.util.AntPathMatcher;

/** Calls by pattern; see {@link GuardProperties} for how one is written. */
record CallPatterns(List<Pattern> patterns) {

    private static final AntPathMatcher MATCHER = new AntPathMatcher();

    static CallPatterns of(Collection<String> texts) {
        return new CallPatterns(texts.stream().map(Pattern::of).toList());
    }

    boolean match(Call call) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(call));
    }

    private record Pattern(String method, String target) {

        static Pattern of(String text) {
            String[] parts = text.trim().split("\\s+", 2);
            return parts.length == 2 ? new Pattern(parts[0], parts[1]) : new Pattern("", parts[0]);
        }

        boolean matches(Call call) {
            return (method.isEmpty() || method.equalsIgnoreCase(call.method())) && MATCHER.match(target, call.target());
        }
    }
}
