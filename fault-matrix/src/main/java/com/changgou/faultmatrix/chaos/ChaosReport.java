package com.changgou.faultmatrix.chaos;

import com.changgou.faultmatrix.cell.Store;
import com.changgou.faultmatrix.check.Invariant;
import com.changgou.faultmatrix.check.Report;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run has come to.
 *
 * @param schedule what was to be done
 * @param store of the TC
 * @param begin when it began
 * @param played what was done
 * @param throughput what clients were told, by second
 * @param recovery from the end of the last fault and of the load until nothing was open any more and every SKU could be ordered
 * @param open what was still open when the limit came
 * @param report of the checker
 */
record ChaosReport(
        @JsonIgnore Schedule schedule,
        Store store,
        Instant begin,
        List<Played> played,
        List<Throughput> throughput,
        Duration recovery,
        List<String> open,
        Report report) {

    boolean holds() {
        return open.isEmpty() && report.isClean();
    }

    /** {@code chaos-SEED.md}, {@code .json} and {@code .png}. */
    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        String name = "chaos-" + schedule.seed();
        Files.writeString(
                directory.resolve(name + ".json"),
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(this));
        Files.writeString(directory.resolve(name + ".md"), markdown(picture(directory.resolve(name + ".png"))));
    }

    private String picture(Path file) throws IOException {
        try {
            Picture.of(this).write(file);
            return "![Faults and answers over time](" + file.getFileName() + ")";
        } catch (RuntimeException | LinkageError | InternalError noFonts) {
            return "No picture: this JDK cannot draw (" + noFonts + ").";
        }
    }

    @JsonProperty
    long seed() {
        return schedule.seed();
    }

    @JsonProperty
    Duration length() {
        return schedule.length();
    }

    String markdown(String picture) {
        return """
                # Chaos, seed %d, %d minutes

                `./demo chaos --seed %d --minutes %d`, TC with its sessions in %s. %s

                %s

                %s

                ## Invariants

                | Invariant | | Holds |
                | --- | --- | --- |
                %s

                %s
                ## Faults

                %d of %d landed. Times are minutes and seconds since the beginning.

                | From | Fault | For | Back after | Witness |
                | --: | --- | --: | --: | --- |
                %s
                """.formatted(
                        schedule.seed(),
                        schedule.length().toMinutes(),
                        schedule.seed(),
                        schedule.length().toMinutes(),
                        store == Store.FILE ? "files" : "a database",
                        holds() ? "Every invariant that was judged holds." : "**Something does not hold.**",
                        picture,
                        report.summary() + ". " + Played.seconds(recovery) + " after the end " + end(),
                        invariants(),
                        holds() ? "" : "```\n" + String.join("\n", open) + "\n" + report + "\n```\n",
                        played.stream().filter(Played::landed).count(),
                        played.size(),
                        faults());
    }

    private String end() {
        return open.isEmpty()
                ? "nothing was open any more and every SKU had been ordered in every mode."
                : "there was still something open.";
    }

    private String invariants() {
        return Arrays.stream(Invariant.values())
                .map(invariant -> "| " + invariant + " | " + invariant.meaning() + " | " + judged(invariant) + " |")
                .collect(Collectors.joining("\n"));
    }

    private String judged(Invariant invariant) {
        if (report.notJudged().contains(invariant)) {
            return "not judged";
        }
        return report.violated().contains(invariant) ? "**no**" : "yes";
    }

    private String faults() {
        return played.stream()
                .sorted(Comparator.comparing(Played::from))
                .map(step -> "| "
                        + String.join(
                                " | ",
                                List.of(
                                        clock(step.from()),
                                        step.name(),
                                        Played.seconds(step.to().minus(step.from())),
                                        Played.seconds(step.back().minus(step.to())),
                                        step.landed() ? step.witness() : "did not land"))
                        + " |")
                .collect(Collectors.joining("\n"));
    }

    private static String clock(Duration since) {
        return String.format(Locale.ROOT, "%02d:%02d", since.toMinutes(), since.toSecondsPart());
    }
}
