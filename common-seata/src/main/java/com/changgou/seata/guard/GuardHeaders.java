package com.changgou.seata.guard;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.seata.core.model.BranchType;
import org.jspecify.annotations.Nullable;

/** What a service answers to a call with an XID. */
final class GuardHeaders {

    /** The branch types that it registered, and those that its own callees reported: {@code AT,TCC}, or {@code none}. */
    static final String BRANCHES = "TX_BRANCHES";

    /** A failure inside of it, although the answer may be a success. */
    static final String ROLLBACK_ONLY = "TX_ROLLBACK_ONLY";

    private static final String NONE = "none";
    private static final int LONGEST = 200;

    private GuardHeaders() {}

    static String branches(Collection<BranchType> types) {
        return types.isEmpty()
                ? NONE
                : types.stream().map(BranchType::name).sorted().collect(Collectors.joining(","));
    }

    /** Names that this version does not know are passed over. */
    static Set<BranchType> branches(@Nullable String value) {
        Set<BranchType> types = EnumSet.noneOf(BranchType.class);
        if (value != null) {
            Set<String> names = Set.of(
                    Arrays.stream(value.split(",")).map(String::trim).distinct().toArray(String[]::new));
            Arrays.stream(BranchType.values())
                    .filter(type -> names.contains(type.name()))
                    .forEach(types::add);
        }
        return types;
    }

    /** One line of printable ASCII, as a header's value has to be. */
    static String cause(Throwable failure) {
        String text = (failure.getClass().getSimpleName() + ": " + failure.getMessage()).replaceAll("[^!-~]+", " ");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
