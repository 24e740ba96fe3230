package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.changgou.proof.Mode;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The scenarios by mode, from the reports of the classes before it: Failsafe runs them in the order of the alphabet. Each mode has
 * passed the same ones, and none was skipped.
 */
class TableOfScenariosIT {

    private static final Path REPORTS =
            Path.of(System.getProperty("changgou.root")).resolve("integration-tests/target/failsafe-reports");

    private static final Map<Mode, Class<?>> CLASSES = new EnumMap<>(Map.of(
            Mode.AT, LocalOrderScenariosIT.class,
            Mode.TCC, LocalTccOrderScenariosIT.class,
            Mode.MIXED, LocalMixedOrderScenariosIT.class,
            Mode.XA, LocalXaOrderScenariosIT.class));

    /** How often a scenario was run, with how many inputs it passed. */
    private record Passed(int run, int passed) {

        @Override
        public String toString() {
            return passed + " of " + run;
        }
    }

    @Test
    void everyModePassesEveryScenario() throws Exception {
        assumeTrue(
                CLASSES.values().stream().map(TableOfScenariosIT::report).allMatch(Files::exists),
                "the scenarios were not run: ./mvnw verify runs them all");
        Map<Mode, Map<String, Passed>> byMode = new EnumMap<>(Mode.class);
        for (Map.Entry<Mode, Class<?>> entry : CLASSES.entrySet()) {
            byMode.put(entry.getKey(), read(entry.getValue()));
        }

        print(byMode);

        Map<String, Passed> underAt = byMode.get(Mode.AT);
        assertThat(underAt).isNotEmpty();
        byMode.forEach((mode, scenarios) -> assertThat(scenarios)
                .as("%s", mode)
                .allSatisfy((scenario, passed) ->
                        assertThat(passed.passed()).as(scenario).isEqualTo(passed.run()))
                .containsExactlyEntriesOf(underAt));
    }

    private static Path report(Class<?> scenarios) {
        return REPORTS.resolve("TEST-" + scenarios.getName() + ".xml");
    }

    private static Map<String, Passed> read(Class<?> scenarios) throws Exception {
        NodeList cases = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report(scenarios).toFile())
                .getElementsByTagName("testcase");
        Map<String, Passed> passed = new TreeMap<>();
        for (int index = 0; index < cases.getLength(); index++) {
            Element testCase = (Element) cases.item(index);
            boolean ok = Stream.of("failure", "error", "skipped")
                    .allMatch(bad -> testCase.getElementsByTagName(bad).getLength() == 0);
            passed.merge(
                    testCase.getAttribute("name").replaceAll("\\W.*", ""),
                    new Passed(1, ok ? 1 : 0),
                    (one, other) -> new Passed(one.run() + other.run(), one.passed() + other.passed()));
        }
        return passed;
    }

    private static void print(Map<Mode, Map<String, Passed>> byMode) {
        List<String> scenarios = byMode.values().stream()
                .flatMap(mode -> mode.keySet().stream())
                .sorted()
                .distinct()
                .toList();
        List<ColumnData<String>> columns = new ArrayList<>();
        columns.add(new Column()
                .header("scenario")
                .footer("all")
                .headerAlign(HorizontalAlign.LEFT)
                .dataAlign(HorizontalAlign.LEFT)
                .with(scenario -> scenario));
        byMode.forEach((mode, passed) -> columns.add(new Column()
                .header(mode.toString())
                .footer(sum(List.copyOf(passed.values())).toString())
                .with(scenario -> String.valueOf(passed.get(scenario)))));
        System.out.println("\nScenarios passed, by mode\n"
                + AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, scenarios, columns) + "\n");
    }

    private static Passed sum(List<Passed> scenarios) {
        return new Passed(
                scenarios.stream().mapToInt(Passed::run).sum(),
                scenarios.stream().mapToInt(Passed::passed).sum());
    }
}
