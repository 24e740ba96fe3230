package com.changgou.launcher.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

/** Invariant: no line is wider than the terminal, in either language, and no text is lost. */
class TerminalTextTests {

    private static final Parser MARKDOWN =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    @Test
    void paragraphIsWrappedBetweenWords() {
        assertThat(lines("Who *changes* a `row` holds\nits lock until [commit](x.md) or rollback.", 20))
                .containsExactly("Who changes a row", "holds its lock until", "commit or rollback.");
    }

    @Test
    void chineseIsTwiceAsWideHasNoSpacesAndNoLineBeginsWithPunctuation() {
        assertThat(lines("本地事务只属于\n一个数据库，一个连接。", 20)).containsExactly("本地事务只属于一个数", "据库，一个连接。");
        assertThat(lines("一二三四五六七八九十，十", 20)).containsExactly("一二三四五六七八九", "十，十");
    }

    @Test
    void whatIsSaidOfALinkStandsBesideIt() {
        assertThat(lines("See [there](https://example.org) and [here](x.md).", 80))
                .containsExactly("See there (https://example.org) and here.");
    }

    @Test
    void listIsIndented() {
        assertThat(lines("1. one and two\n2. three", 10)).containsExactly("1. one and", "   two", "2. three");
        assertThat(lines("- one\n  - two", 10)).containsExactly("- one", "  - two");
    }

    @Test
    void tableFitsAndItsColumnsAreStraight() {
        String table = "| mode | 说明 |\n| --- | --- |\n| AT | 一阶段提交，二阶段回滚 |\n| TCC | freezes what it takes |\n";

        List<AttributedString> wide = TerminalText.lines(parse(table), 60, UnaryOperator.identity());
        assertThat(wide).hasSize(7);
        List<AttributedString> narrow = TerminalText.lines(parse(table), 30, UnaryOperator.identity());
        assertThat(Stream.of(wide, narrow))
                .allSatisfy(lines -> assertThat(lines)
                        .extracting(AttributedString::columnLength)
                        .containsOnly(lines.get(0).columnLength()));
        assertThat(narrow.get(0).columnLength()).isEqualTo(30);
    }

    @Test
    void codeIsNotWrapped() {
        assertThat(lines("```text\na  b  c  d  e\n```\n", 5)).containsExactly("    a  b  c  d  e");
    }

    private static List<String> lines(String markdown, int width) {
        return TerminalText.lines(parse(markdown), width, link -> link.contains("://") ? link : "").stream()
                .map(AttributedString::toString)
                .toList();
    }

    private static Node parse(String markdown) {
        return MARKDOWN.parse(markdown).getFirstChild();
    }
}
