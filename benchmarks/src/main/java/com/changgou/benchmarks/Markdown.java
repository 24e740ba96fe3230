package com.changgou.benchmarks;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables as a page has them. */
final class Markdown {

    private Markdown() {}

    static String table(List<String> head, List<List<String>> rows) {
        String line = head.stream()
                .map(column -> column.equals(head.get(0)) ? "---" : "--:")
                .collect(Collectors.joining(" | ", "| ", " |"));
        return Stream.concat(Stream.of(row(head), line), rows.stream().map(Markdown::row))
                .collect(Collectors.joining("\n"));
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }
}
