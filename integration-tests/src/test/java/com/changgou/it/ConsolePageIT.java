package com.changgou.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.changgou.it.ConsolePage.View;
import com.changgou.it.ConsolePage.Wanted;
import com.changgou.launcher.system.LocalSystem;
import com.changgou.launcher.system.Progress;
import com.changgou.proof.Mode;
import com.changgou.proof.OrderApi.Line;
import com.changgou.proof.OrderApi.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Invariant: the console's page works for everybody who opens it: in both languages, without a mouse, in both themes, on a narrow
 * screen, without the system, and without the Internet. Run with {@code -Ddocs.update=true} to write the pictures of the docs.
 */
@EnabledIf(value = "com.changgou.it.Browser#isInstalled", disabledReason = Browser.MISSING)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsolePageIT {

    private static final Path ROOT = Path.of(System.getProperty("changgou.root"));
    private static final Path IMAGES = ROOT.resolve("docs/images");
    private static final boolean UPDATE = Boolean.getBoolean("docs.update");
    private static final int LARGEST_IMAGE = 300 * 1024;
    private static final String BETWEEN = "order.after-insert";
    private static final List<String> ROUTES = List.of("order", "recordings", "compare/-/-", "stuck", "file");

    private static final List<String> PICTURES = List.of(
            "console-at-dirty-read.png",
            "console-rollback-phase-two.png",
            "console-xa-prepared-zh.png",
            "console-compare.png",
            "console-stuck.png");

    private static ConsoleUnderTest console;
    private static ConsolePage page;

    @BeforeAll
    static void start() {
        console = ConsoleUnderTest.start("console-page");
        page = console.page();
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    @BeforeEach
    void openAsNew() {
        console.browser().size(1366, 768);
        console.browser().prefer("light");
        page.openAsNew("order");
    }

    @AfterEach
    void nothingWasRefusedAndNothingLeftTheMachine() {
        assertThat(console.browser().complaints()).as("the browser's console").isEmpty();
        assertThat(console.browser().requests())
                .as("requests")
                .isNotEmpty()
                .allMatch(url -> url.startsWith(page.url()) || url.matches("(data|blob|chrome|about):.*"));
    }

    @Test
    void policyAllowsTheImportMapByItsHashAndNoOtherScriptInThePage() throws Exception {
        HttpResponse<String> index = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(page.url())).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        Matcher inPage = Pattern.compile("<script(?![^>]*src)[^>]*>(.*?)</script>", Pattern.DOTALL)
                .matcher(index.body());
        assertThat(inPage.find()).isTrue();
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(inPage.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(inPage.find()).as("another script in the page").isFalse();

        String policy = index.headers().firstValue("Content-Security-Policy").orElseThrow();

        assertThat(policy)
                .contains("default-src 'self'")
                .containsPattern("script-src 'self' '"
                        + Pattern.quote("sha256-" + Base64.getEncoder().encodeToString(hash)) + "';")
                .doesNotContain("http");
        assertThat(page.shows("#place")).as("the page has run its scripts").isTrue();
    }

    @Test
    void policyStopsAScriptThatIsPutIntoThePage() {
        console.browser().driver().executeScript("""
                        const script = document.createElement('script');
                        script.textContent = 'window.foreign = true';
                        document.body.append(script);
                        """);

        assertThat(console.browser().driver().executeScript("return window.foreign === true"))
                .isEqualTo(false);
        assertThat(console.browser().complaints()).singleElement().asString().contains("Content Security Policy");
    }

    @Test
    void bothLanguagesHaveTheSameSentencesWithTheSamePlaceholders() {
        Map<String, JsonNode> languages = sentences();
        JsonNode english = languages.get("en");
        JsonNode chinese = languages.get("zh");

        assertThat(chinese.propertyNames()).containsExactlyInAnyOrderElementsOf(english.propertyNames());
        english.properties()
                .forEach(sentence -> assertThat(placeholders(chinese.path(sentence.getKey())))
                        .as(sentence.getKey())
                        .isEqualTo(placeholders(sentence.getValue())));
    }

    private static Set<String> placeholders(JsonNode sentence) {
        Set<String> names = new HashSet<>();
        Matcher name = Pattern.compile("\\{(\\w+)}").matcher(sentence.asString());
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }

    private static Map<String, JsonNode> sentences() {
        Map<String, JsonNode> languages = new LinkedHashMap<>();
        for (String language : List.of("en", "zh")) {
            Object text = console.browser()
                    .driver()
                    .executeAsyncScript(
                            "import(arguments[0]).then(module => arguments[1](JSON.stringify(module.default)))",
                            "/i18n/" + language + ".js");
            languages.put(language, JsonMapper.shared().readTree(text.toString()));
        }
        return languages;
    }

    /** Names stay: of Seata's messages, of points, tables, columns and rows. They are what the recording itself says. */
    @Test
    void everyTextIsInTheChosenLanguageAndTheChoiceSurvivesAReload() {
        Wanted wanted = new Wanted(Mode.AT, BETWEEN, "u1", 1, 2, false);
        String recording = console.recordWhole(wanted);
        String other = console.recordWhole(new Wanted(Mode.XA, null, "u1", 1, 2, false));
        Map<String, JsonNode> languages = sentences();
        Set<String> data = data(recording, other);
        Set<String> translated = new HashSet<>();
        languages.get("en").properties().forEach(sentence -> {
            boolean isName = sentence.getValue().equals(languages.get("zh").path(sentence.getKey()));
            (isName ? data : translated).add(sentence.getValue().asString());
        });
        assertThat(translated).hasSizeGreaterThan(300);
        data.addAll(List.of("changgou", "-seata", "English", "中文", "ms", "zh-CN"));

        List<String> routes = new ArrayList<>(ROUTES);
        routes.add("recording/" + recording);
        routes.add("compare/" + recording + "/" + other);
        for (String route : routes) {
            page.open(route);
            page.click("#lang-en");
            if (route.contains("/" + recording)) {
                page.await(view -> !view.step().isEmpty());
                page.look(BETWEEN);
            }
            assertThat(language()).isEqualTo("en");
            List<String> english = page.texts();
            page.click("#lang-zh");
            assertThat(language()).isEqualTo("zh-CN");
            List<String> chinese = page.texts();

            assertThat(chinese).as(route).hasSameSizeAs(english);
            assertThat(chinese)
                    .as("neither a name nor Chinese, at %s", route)
                    .allMatch(text -> text.codePoints().anyMatch(Character::isIdeographic) || isData(text, data));
            assertThat(chinese).as("English, at %s", route).doesNotContainAnyElementsOf(translated);
            assertThat(english)
                    .as("Chinese in the English page, at %s", route)
                    .allMatch(text -> text.equals("中文") || text.codePoints().noneMatch(Character::isIdeographic));
            assertThat(Stream.concat(english.stream(), chinese.stream()))
                    .as("keys without a sentence, at %s", route)
                    .noneMatch(text -> languages.get("en").has(text) && !data.contains(text));
            page.reload();
            assertThat(language()).as("after a reload of %s", route).isEqualTo("zh-CN");
        }
    }

    /** The proof speaks English; what it can find is a fixed set of sentences. */
    @ParameterizedTest
    @EnumSource
    void findingsOfTheProofAreInTheChosenLanguage(Mode mode) {
        for (String fault : new String[] {null, BETWEEN, "order.before-goods-call"}) {
            String id = console.recordWhole(new Wanted(mode, fault, "u1", 1, 2, false));
            List<String> findings = new ArrayList<>();
            console.recording(id)
                    .path("proof")
                    .path("findings")
                    .values()
                    .forEach(finding -> findings.add(finding.path("text").asString()));
            assertThat(findings).isNotEmpty();

            page.open("recording/" + id);
            page.awaitEnd();
            page.click("#lang-en");
            assertThat(findings()).isEqualTo(findings);
            page.click("#lang-zh");
            assertThat(findings())
                    .hasSameSizeAs(findings)
                    .allMatch(text -> text.codePoints().anyMatch(Character::isIdeographic));
        }
    }

    private static List<String> findings() {
        return page.strings(
                "return JSON.stringify([...document.querySelectorAll('.verdict li')].map(finding => finding.lastChild.data))");
    }

    private static String language() {
        return String.valueOf(console.browser().driver().executeScript("return document.documentElement.lang"));
    }

    /** Everything that the recordings say themselves. */
    private static Set<String> data(String... recordings) {
        Set<String> data = new HashSet<>();
        for (String recording : recordings) {
            collect(console.recording(recording), data);
        }
        return data;
    }

    private static void collect(JsonNode node, Set<String> data) {
        if (node.isValueNode()) {
            data.add(node.asString());
        }
        node.propertyNames().forEach(data::add);
        node.values().forEach(value -> collect(value, data));
    }

    /** A name of the data, several in one text, or no word at all. */
    private static boolean isData(String text, Set<String> data) {
        return data.contains(text)
                || Stream.of(text.split("[^\\w./:#-]+"))
                        .allMatch(word -> data.contains(word)
                                || !word.matches(".*[A-Za-z]{2,}.*")
                                || data.stream().anyMatch(known -> known.contains(word) && !known.contains(" ")));
    }

    @Test
    void wholeOrderCanBeStudiedWithoutAMouseAndTheFocusIsAlwaysSeen() {
        page.reload();
        tabTo("#mode");
        press(Keys.ARROW_DOWN, Keys.ARROW_UP);
        tabTo("#place");
        press(Keys.ENTER);
        page.await("[data-state]");
        int steps = 1;
        View view = page.awaitStepAfter(steps);
        while (!view.state().equals("ended")) {
            steps = view.rail().size();
            press("n");
            view = page.awaitStepAfter(steps);
        }
        assertThat(view.verdict()).isEqualTo("COMMITTED");
        press(Keys.ARROW_LEFT);
        page.await(earlier -> earlier.step().equals("order.before-phase-two"));
        press(Keys.ARROW_RIGHT);
        page.await(last -> last.step().equals("end"));

        tabTo("g[data-n]");
        press(Keys.HOME, Keys.ARROW_DOWN, Keys.ENTER);
        assertThat(page.text(".details")).contains("GlobalBeginRequest").contains("seen at the other end");
        press(Keys.ARROW_DOWN);
        assertThat(page.text(".details")).contains("GlobalBeginResponse").contains("gives it its XID");
        press(Keys.ESCAPE);
        assertThat(page.shows(".details")).isFalse();
        press(Keys.SPACE);
        page.await(".details");
        tabTo("#details-close");
        press(Keys.ENTER);
        assertThat(page.shows(".details")).isFalse();

        tabTo("#lang-zh");
        press(Keys.SPACE);
        assertThat(language()).isEqualTo("zh-CN");
        tabTo("nav a[href='#/recordings']");
        press(Keys.ENTER);
        page.await("[data-recording]");
        tabTo("[data-recording] a");
        press(Keys.ENTER);
        assertThat(page.awaitEnd().xid()).isEqualTo(view.xid());
    }

    private static void press(CharSequence... keys) {
        for (CharSequence key : keys) {
            new Actions(console.browser().driver()).sendKeys(key).perform();
        }
    }

    /** Once around at most. */
    private static void tabTo(String selector) {
        for (int stop = 0; stop < 150; stop++) {
            press(Keys.TAB);
            String focus = String.valueOf(console.browser().driver().executeScript("""
                            const at = document.activeElement;
                            if (at === document.body) {
                                return 'nowhere';
                            }
                            const marked = at.matches('g') ? at.querySelector('.hit')
                                : at.matches('.file-input') ? at.parentElement.querySelector('.button') : at;
                            const style = getComputedStyle(marked);
                            const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1
                                || at.matches('g') && style.stroke !== 'none';
                            return !seen ? 'unseen ' + at.outerHTML.slice(0, 200) : at.matches(arguments[0]) ? 'there' : 'elsewhere';
                            """, selector));
            assertThat(focus).doesNotStartWith("unseen");
            if (focus.equals("there")) {
                return;
            }
        }
        throw new AssertionError("Tab never comes to " + selector);
    }

    @ParameterizedTest
    @ValueSource(ints = {900, 1366, 1920})
    void pageFitsTheWidthOfTheScreen(int width) {
        String recording = console.recordWhole(new Wanted(Mode.AT, null, "u1", 1, 2, false));
        console.browser().size(width, 768);
        List<String> routes = new ArrayList<>(ROUTES);
        routes.add("recording/" + recording);
        routes.add("compare/" + recording + "/" + recording);
        for (String route : routes) {
            page.open(route);
            if (route.contains(recording)) {
                page.await(view -> !view.step().isEmpty());
            }
            assertThat(((Number) console.browser()
                                    .driver()
                                    .executeScript("return document.scrollingElement.scrollWidth"))
                            .intValue())
                    .as("%s at %d", route, width)
                    .isLessThanOrEqualTo(width);
        }
    }

    @Test
    void themeIsThatOfTheMachineUntilTheVisitorChooses() {
        page.reload();
        String light = background();
        console.browser().prefer("dark");
        page.reload();
        String dark = background();
        assertThat(dark).isNotEqualTo(light);

        page.click("#theme");
        assertThat(background()).isEqualTo(light);
        page.reload();
        assertThat(background()).isEqualTo(light);
    }

    private static String background() {
        return String.valueOf(
                console.browser().driver().executeScript("return getComputedStyle(document.body).backgroundColor"));
    }

    @Test
    @Order(Integer.MAX_VALUE - 2)
    void fiveMomentsInPictures() throws IOException {
        String dirtyRead = console.record(new Wanted(Mode.AT, BETWEEN, "u1", 2, 2, true));
        console.goOnTo(dirtyRead, BETWEEN);
        page.open("recording/" + dirtyRead);
        assertThat(page.await(view -> view.step().equals(BETWEEN)).factCodes()).contains("dirty-read");
        picture(0);

        console.goOnTo(dirtyRead, "goods.before-phase-two");
        page.await(view -> view.step().equals("goods.before-phase-two"));
        page.click("#theme");
        picture(1);
        page.click("#theme");
        console.letAllGo();

        String xa = console.record(new Wanted(Mode.XA, null, "u1", 3, 2, true));
        console.goOnTo(xa, BETWEEN);
        page.open("recording/" + xa);
        page.click("#lang-zh");
        assertThat(page.await(view -> view.step().equals(BETWEEN)).prepared()).hasSize(2);
        picture(2);
        page.click("#lang-en");
        console.letAllGo();

        String commit = console.recordWhole(new Wanted(Mode.AT, null, "u1", 2, 2, false));
        // As on a projector.
        console.browser().size(1920, 1080);
        page.open("compare/" + commit + "/" + dirtyRead);
        page.await("[data-side='right']", view -> view.verdict().equals("ROLLED_BACK"));
        picture(3);
        console.browser().size(1366, 768);

        stuck();
        for (String picture : PICTURES) {
            assertThat(Files.size(directory().resolve(picture))).as(picture).isBetween(10_000L, (long) LARGEST_IMAGE);
        }
    }

    private static void stuck() throws IOException {
        String holder = console.record(new Wanted(Mode.AT, null, "u1", 5, 2, true));
        console.goOnTo(holder, BETWEEN);
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> others = CompletableFuture.runAsync(() -> {
            while (!enough.get()) {
                console.system().orders().place(new Request("u2", List.of(new Line(5, 1))), null);
            }
        });
        try {
            page.open("stuck");
            page.await("[data-waits-for]");
            picture(4);
        } finally {
            enough.set(true);
            console.letAllGo();
            others.join();
        }
    }

    private static Path directory() {
        return UPDATE ? IMAGES : console.system().system().installation().home().resolve("images");
    }

    private static void picture(int which) throws IOException {
        // Without what blinks and moves, and without the caret.
        console.browser()
                .driver()
                .executeAsyncScript(
                        "document.activeElement.blur(); requestAnimationFrame(() => requestAnimationFrame(arguments[0]))");
        Files.createDirectories(directory());
        Files.write(directory().resolve(PICTURES.get(which)), console.browser().screenshot());
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void picturesOfTheDocsAreThere() {
        assertThat(PICTURES)
                .allSatisfy(picture -> assertThat(IMAGES.resolve(picture)).exists());
    }

    /** The last one: the system is stopped. */
    @Test
    @Order(Integer.MAX_VALUE)
    void downloadedRecordingIsTheSameWithoutTheSystem() throws IOException {
        page.open("recording/" + console.recordWhole(new Wanted(Mode.MIXED, BETWEEN, "u1", 4, 2, false)));
        List<View> live = steps();
        page.click("#download");
        await().until(() -> console.browser().downloads().size() == 1);
        Path file = console.browser().downloads().get(0);
        assertThat(file.getFileName().toString())
                .isEqualTo("recording-" + live.get(0).xid().replace(':', '-') + ".json");

        leavePage();
        console.system().system().stop();
        LocalSystem alone = new LocalSystem(console.system().system().installation(), Progress.SILENT);
        alone.startConsole();
        try {
            isTheSameFromItsFile(file, live);
        } finally {
            leavePage();
            alone.stopConsole();
        }
    }

    /** One that is open asks a console that has stopped, too, and complains, rightly. */
    private static void leavePage() {
        console.browser().driver().get("about:blank");
    }

    private static void isTheSameFromItsFile(Path file, List<View> live) throws IOException {
        page.open("order");
        page.reload();
        assertThat(page.text("#system-down")).contains("not running");
        page.open("file");
        page.choose("#open-file", file.toString());
        page.await("[data-origin='file']");
        assertThat(steps()).isEqualTo(live);
        assertThat(page.shows("#next")).as("a file can be moved on").isFalse();

        Path damaged = file.resolveSibling("damaged.txt.json");
        String text = Files.readString(file);
        Files.writeString(damaged, text.substring(0, text.length() / 2));
        page.choose("#open-file", damaged.toString());
        assertThat(page.text("#open-file-error"))
                .contains("damaged.txt.json is not JSON")
                .contains("still open");
        Files.writeString(damaged, text.replaceFirst("\"point\"", "\"pint\""));
        page.choose("#open-file", damaged.toString());
        page.await("#open-file-error");
        await().untilAsserted(() ->
                assertThat(page.text("#open-file-error")).contains("point").contains("still open"));
        assertThat(steps()).isEqualTo(live);
    }

    private static List<View> steps() {
        List<View> steps = new ArrayList<>();
        for (String point : page.awaitEnd().rail()) {
            steps.add(page.look(point));
        }
        assertThat(steps).hasSizeGreaterThan(10);
        return steps;
    }
}
