package com.changgou.faultmatrix.check;

import com.changgou.faultmatrix.check.Finding.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Where one invariant does not hold, as a rule finds it. */
final class Violations {

    private final List<Violation> found = new ArrayList<>();

    void add(String subject, Object expected, Object actual) {
        found.add(new Violation(subject, String.valueOf(expected), String.valueOf(actual)));
    }

    void requireEqual(String subject, Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            add(subject, expected, actual);
        }
    }

    void require(boolean holds, String subject, Object expected, Object actual) {
        if (!holds) {
            add(subject, expected, actual);
        }
    }

    List<Violation> list() {
        return List.copyOf(found);
    }
}
