package com.changgou.it;

import com.changgou.proof.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;
import tools.jackson.databind.json.JsonMapper;

/** The console as its visitor sees it. */
final class ConsolePage {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.shared();

    /** At one moment: asked for by parts, the page could be another one in between. */
    private static final String VIEW = """
            const root = arguments[0] ? document.querySelector(arguments[0]) : document;
            const all = (selector, of) => [...root.querySelectorAll(selector)].map(of);
            const text = node => node.textContent.replace(/\\s+/g, ' ').trim();
            const first = (selector, of) => all(selector, of)[0] ?? '';
            const entries = (selector, of) => Object.fromEntries(all(selector, of));
            return JSON.stringify({
                state: first('[data-state]', node => node.dataset.state),
                step: first('[data-step]', node => node.dataset.step),
                title: first('[data-step]', text),
                xid: first('.xid[data-xid]', node => node.dataset.xid),
                fault: first('.badge-fault', text),
                verdict: first('[data-verdict]', node => node.dataset.verdict),
                rail: all('[data-rail]', node => node.dataset.rail),
                arrows: all('g[data-n]', node => ({kind: node.dataset.kind, from: node.dataset.from, to: node.dataset.to,
                    name: node.dataset.name, arrived: node.dataset.arrived})),
                facts: all('[data-fact]', node => ({code: node.dataset.fact, text: text(node),
                    args: [...node.querySelectorAll('.arg')].map(text)})),
                cells: entries('[data-cell]', node => [node.dataset.cell, text(node)]),
                rows: all('[data-row]', node => node.dataset.row),
                undo: entries('[data-undo]', node => [node.dataset.undo, [...node.querySelectorAll('.image')].map(text)]),
                locks: all('[data-lock]', node => node.dataset.lock),
                fence: all('[data-fence]', node => node.dataset.fence + ' ' + node.dataset.fenceState),
                prepared: all('[data-prepared]', node => node.dataset.prepared + ' ' + text(node.lastElementChild)),
            });
            """;

    private final ChromeDriver driver;
    private final String url;

    ConsolePage(ChromeDriver driver, int port) {
        this.driver = driver;
        this.url = "http://127.0.0.1:" + port + "/";
    }

    /** What is ordered. A fault of null: none. */
    record Wanted(Mode mode, @Nullable String fault, String user, long sku, int quantity, boolean stepping) {}

    record Arrow(String kind, String from, String to, String name, String arrived) {

        /** As {@link Protocol} writes it. */
        @Override
        public String toString() {
            return from + ">" + to + " " + name;
        }
    }

    record ShownFact(String code, String text, List<String> args) {}

    /** What a recording's page shows; an empty text is for what it does not show. */
    record View(
            String state,
            String step,
            String title,
            String xid,
            String fault,
            String verdict,
            List<String> rail,
            List<Arrow> arrows,
            List<ShownFact> facts,
            Map<String, String> cells,
            List<String> rows,
            Map<String, List<String>> undo,
            List<String> locks,
            List<String> fence,
            List<String> prepared) {

        List<String> messages() {
            return arrows("message");
        }

        List<String> arrows(String kind) {
            return arrows.stream()
                    .filter(arrow -> arrow.kind().equals(kind))
                    .map(Arrow::toString)
                    .toList();
        }

        List<String> factCodes() {
            return facts.stream().map(ShownFact::code).toList();
        }

        /** The arguments in the sentence of a fact; empty where the fact is not shown. */
        List<String> fact(String code) {
            return facts.stream()
                    .filter(fact -> fact.code().equals(code))
                    .findFirst()
                    .map(ShownFact::args)
                    .orElse(List.of());
        }

        String cell(String row, String column, String version) {
            return cells.get(row + "." + column + "." + version);
        }
    }

    String url() {
        return url;
    }

    /** The id of the recording that is shown. */
    String shownId() {
        return driver.getCurrentUrl().replaceAll(".*#/recording/", "");
    }

    ConsolePage open(String route) {
        driver.get(url + "#/" + route);
        awaitLoaded();
        return this;
    }

    /** As a visitor who comes for the first time. */
    ConsolePage openAsNew(String route) {
        driver.get(url);
        driver.executeScript("localStorage.clear()");
        open(route);
        return reload();
    }

    ConsolePage reload() {
        driver.navigate().refresh();
        awaitLoaded();
        return this;
    }

    private void awaitLoaded() {
        await("#main > *");
        waiting().until(page -> driver.findElements(By.cssSelector(".loading")).isEmpty());
    }

    /** Fills the form and places the order; the page of the recording is open then. */
    ConsolePage place(Wanted wanted) {
        open("order");
        select("mode", wanted.mode().toString());
        select("fault", wanted.fault() == null ? "" : wanted.fault());
        select("user", wanted.user());
        select("sku", String.valueOf(wanted.sku()));
        WebElement quantity = await("#quantity");
        quantity.clear();
        quantity.sendKeys(String.valueOf(wanted.quantity()));
        if (await("#stepping").isSelected() != wanted.stepping()) {
            click("#stepping");
        }
        click("#place");
        await("[data-state]");
        return this;
    }

    void select(String id, String value) {
        waiting().until(page -> {
            new Select(driver.findElement(By.id(id))).selectByValue(value);
            return true;
        });
    }

    void click(String selector) {
        waiting().until(page -> {
            driver.findElement(By.cssSelector(selector)).click();
            return true;
        });
    }

    void choose(String selector, String file) {
        driver.findElement(By.cssSelector(selector)).sendKeys(file);
    }

    WebElement await(String selector) {
        return waiting().until(page -> {
            WebElement found = driver.findElement(By.cssSelector(selector));
            return found.isDisplayed() ? found : null;
        });
    }

    String text(String selector) {
        return waiting().until(page -> await(selector).getText());
    }

    boolean shows(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream().anyMatch(WebElement::isDisplayed);
    }

    View view() {
        return view("");
    }

    View view(String root) {
        if (!root.isEmpty()) {
            await(root);
        }
        return JSON.readValue((String) driver.executeScript(VIEW, root), View.class);
    }

    View await(Predicate<View> condition) {
        return await("", condition);
    }

    View await(String root, Predicate<View> condition) {
        return waiting().until(page -> {
            View view = view(root);
            return condition.test(view) ? view : null;
        });
    }

    /** The next step, once the transaction is held there or over. */
    View awaitStepAfter(int steps) {
        return await(view ->
                view.rail().size() > steps && List.of("held", "ended", "failed").contains(view.state()));
    }

    View awaitEnd() {
        return await(view -> List.of("ended", "failed").contains(view.state()));
    }

    /** Shows a step that is over. */
    View look(String point) {
        click("[data-rail='" + point + "']");
        return await(view -> view.step().equals(point));
    }

    boolean canGoOn() {
        return driver.findElements(By.cssSelector("#next[aria-disabled='false']"))
                        .size()
                == 1;
    }

    void next() {
        click("#next[aria-disabled='false']");
    }

    void run() {
        click("#run[aria-disabled='false']");
    }

    /** The texts that a visitor sees, one for each element that has one of its own; those of controls, too. */
    List<String> texts() {
        return strings("""
                const visible = node => node.checkVisibility({visibilityProperty: true}) || node.closest('svg');
                const found = [];
                const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    const node = walker.currentNode;
                    const text = node.data.replace(/\\s+/g, ' ').trim();
                    if (text && !['SCRIPT', 'STYLE'].includes(node.parentElement.tagName) && visible(node.parentElement)) {
                        found.push(text);
                    }
                }
                document.querySelectorAll('[aria-label], [title]').forEach(node =>
                    ['aria-label', 'title'].forEach(name => node.getAttribute(name) && found.push(node.getAttribute(name))));
                return JSON.stringify(found);
                """);
    }

    List<String> strings(String script, Object... arguments) {
        return Stream.of(JSON.readValue((String) driver.executeScript(script, arguments), String[].class))
                .toList();
    }

    private WebDriverWait waiting() {
        WebDriverWait waiting = new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50));
        waiting.ignoring(NoSuchElementException.class);
        waiting.ignoring(StaleElementReferenceException.class);
        return waiting;
    }
}
