package com.changgou.console.recording;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that is true at a step. The page has the words for it, in each language.
 *
 * @param code which
 * @param args what it is about
 */
record Fact(String code, Map<String, String> args) {

    static Fact of(String code, Object... namesAndValues) {
        Map<String, String> args = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            args.put(String.valueOf(namesAndValues[i]), String.valueOf(namesAndValues[i + 1]));
        }
        return new Fact(code, args);
    }
}
