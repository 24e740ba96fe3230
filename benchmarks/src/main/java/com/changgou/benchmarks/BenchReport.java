package com.changgou.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A run as a page, as pictures, and as JSON. */
final class BenchReport {

    static final String PAGE = "benchmarks.md";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private static final String DATA = "benchmarks.json";

    private final Result result;

    BenchReport(Result result) {
        this.result = result;
    }

    /** As it was written: the same page can be made of it again. */
    static BenchReport read(Path directory) throws IOException {
        return new BenchReport(JSON.readValue(Files.readString(directory.resolve(DATA)), Result.class));
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(DATA), JSON.writeValueAsString(result) + "\n");
        Files.writeString(directory.resolve(PAGE), page());
        new Pictures(result).write(Files.createDirectories(directory.resolve("images")));
    }

    String page() {
        Overview whole = new Overview(result);
        ExperimentTables experiments = new ExperimentTables(result);
        List<String> parts = new ArrayList<>(List.of(
                whole.head(),
                "## What single steps take\n\n" + whole.floor(),
                "## What an order takes\n\n" + whole.counted(),
                whole.modes(),
                "## Aims\n\n" + whole.aims(),
                "## Where the processors' time goes\n\n" + whole.processors()));
        if (!result.profile().isEmpty()) {
            parts.add("## Where the time of AT goes\n\n" + experiments.profile());
        }
        part(parts, Experiments.HOT_ROW, experiments::hotRow);
        part(parts, Experiments.OPEN_LOOP, experiments::open);
        for (String axis : Experiments.AXES) {
            part(parts, axis, () -> experiments.axis(axis));
        }
        if (Tuning.ALL.stream().anyMatch(tuning -> !result.rounds(tuning.name()).isEmpty())) {
            parts.add("## Tuning\n\n" + experiments.tuning());
        }
        parts.add("## Rounds without a score\n\n" + whole.withoutScore());
        return String.join("\n\n", parts) + "\n";
    }

    private void part(List<String> parts, String experiment, Supplier<String> table) {
        if (!result.rounds(experiment).isEmpty()) {
            parts.add("## " + experiment + "\n\n" + table.get());
        }
    }
}
