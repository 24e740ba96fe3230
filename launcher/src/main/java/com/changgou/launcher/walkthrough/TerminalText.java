package com.changgou.launcher.walkthrough;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Markdown for a terminal: wrapped where the language allows it, with columns that are as wide as their characters. */
final class TerminalText {

    private static final AttributedStyle CODE = AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
    private static final String BLOCK_INDENT = "    ";
    private static final int NARROWEST = 8;

    private TerminalText() {}

    /**
     * The lines of a block.
     *
     * @param block a paragraph, a list, a table, a heading or a fenced block; others have no lines
     * @param width in columns
     * @param target what is shown beside a link, of its destination; empty for nothing
     * @return with styles
     */
    static List<AttributedString> lines(Node block, int width, UnaryOperator<String> target) {
        if (block instanceof Heading heading) {
            return wrap(styled(inline(heading, target), AttributedStyle.BOLD), width);
        }
        if (block instanceof Paragraph) {
            return wrap(inline(block, target), width);
        }
        if (block instanceof ListBlock list) {
            return list(list, width, target);
        }
        if (block instanceof TableBlock table) {
            return table(table, width, target);
        }
        if (block instanceof FencedCodeBlock code) {
            return code(code.getLiteral());
        }
        return List.of();
    }

    /** Lines that are not wrapped. */
    static List<AttributedString> code(String text) {
        return text.lines()
                .map(line -> new AttributedString(BLOCK_INDENT + line, CODE))
                .toList();
    }

    /** The text inside of a block, on one line. */
    static AttributedString inline(Node block, UnaryOperator<String> target) {
        Inline inline = new Inline(target);
        block.accept(inline);
        return inline.text.toAttributedString();
    }

    static AttributedString styled(AttributedString text, AttributedStyle style) {
        return new AttributedString(text.toString(), style);
    }

    private static List<AttributedString> list(ListBlock list, int width, UnaryOperator<String> target) {
        List<AttributedString> lines = new ArrayList<>();
        int number = list instanceof OrderedList ordered ? ordered.getMarkerStartNumber() : 0;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            String bullet = list instanceof OrderedList ? number++ + ". " : "- ";
            String indent = " ".repeat(bullet.length());
            for (Node block = item.getFirstChild(); block != null; block = block.getNext()) {
                for (AttributedString line : lines(block, width - bullet.length(), target)) {
                    lines.add(AttributedString.join(AttributedString.EMPTY, new AttributedString(bullet), line));
                    bullet = indent;
                }
            }
        }
        return lines;
    }

    private static List<AttributedString> table(TableBlock table, int width, UnaryOperator<String> target) {
        List<List<AttributedString>> rows = new ArrayList<>();
        table.accept(new AbstractVisitor() {
            @Override
            public void visit(org.commonmark.node.CustomNode node) {
                if (node instanceof TableRow row) {
                    List<AttributedString> cells = new ArrayList<>();
                    for (Node cell = row.getFirstChild(); cell instanceof TableCell; cell = cell.getNext()) {
                        cells.add(inline(cell, target));
                    }
                    rows.add(cells);
                } else {
                    visitChildren(node);
                }
            }
        });
        int[] widths = widths(rows, width);
        AttributedString border = new AttributedString(
                Arrays.stream(widths).mapToObj(w -> "-".repeat(w + 2)).reduce("+", (line, part) -> line + part + "+"));
        List<AttributedString> lines = new ArrayList<>(List.of(border));
        for (List<AttributedString> row : rows) {
            lines.addAll(row(row, widths));
            lines.add(border);
        }
        return lines;
    }

    private static int[] widths(List<List<AttributedString>> rows, int width) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(i -> rows.stream()
                        .mapToInt(row -> row.get(i).columnLength())
                        .max()
                        .orElse(1))
                .toArray();
        int borders = 3 * widths.length + 1;
        while (Arrays.stream(widths).sum() + borders > width) {
            int widest = IntStream.range(0, widths.length)
                    .reduce((a, b) -> widths[b] > widths[a] ? b : a)
                    .orElseThrow();
            if (widths[widest] <= NARROWEST) {
                return widths;
            }
            widths[widest]--;
        }
        return widths;
    }

    private static List<AttributedString> row(List<AttributedString> cells, int[] widths) {
        List<List<AttributedString>> wrapped = IntStream.range(0, widths.length)
                .mapToObj(i -> wrap(cells.get(i), widths[i]))
                .toList();
        int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, height)
                .mapToObj(line -> {
                    AttributedStringBuilder text = new AttributedStringBuilder().append("|");
                    for (int i = 0; i < widths.length; i++) {
                        AttributedString cell =
                                line < wrapped.get(i).size() ? wrapped.get(i).get(line) : AttributedString.EMPTY;
                        text.append(" ").append(cell);
                        text.append(" ".repeat(Math.max(0, widths[i] - cell.columnLength())))
                                .append(" |");
                    }
                    return text.toAttributedString();
                })
                .toList();
    }

    private static List<AttributedString> wrap(AttributedString text, int width) {
        List<AttributedString> lines = new ArrayList<>();
        for (AttributedString line : text.columnSplitLength(Integer.MAX_VALUE)) {
            BreakIterator breaks = BreakIterator.getLineInstance();
            breaks.setText(line.toString());
            int begin = 0;
            int end = 0;
            for (int next = breaks.next(); next != BreakIterator.DONE; next = breaks.next()) {
                if (trimmed(line, begin, next).columnLength() > width && end > begin) {
                    lines.add(trimmed(line, begin, end));
                    begin = end;
                }
                end = next;
            }
            if (end > begin) {
                lines.add(trimmed(line, begin, end));
            }
        }
        return lines;
    }

    private static AttributedString trimmed(AttributedString text, int begin, int end) {
        int last = end;
        while (last > begin && text.charAt(last - 1) == ' ') {
            last--;
        }
        return text.substring(begin, last);
    }

    private static final class Inline extends AbstractVisitor {

        private final AttributedStringBuilder text = new AttributedStringBuilder();
        private final UnaryOperator<String> target;
        private boolean newLine;

        private Inline(UnaryOperator<String> target) {
            this.target = target;
        }

        @Override
        public void visit(Text node) {
            append(node.getLiteral());
        }

        @Override
        public void visit(Code node) {
            text.style(CODE);
            append(node.getLiteral());
            text.style(AttributedStyle.DEFAULT);
        }

        @Override
        public void visit(StrongEmphasis node) {
            styled(node, AttributedStyle.BOLD);
        }

        @Override
        public void visit(Emphasis node) {
            styled(node, AttributedStyle.DEFAULT.italic());
        }

        @Override
        public void visit(Link node) {
            styled(node, AttributedStyle.DEFAULT.underline());
            String beside = target.apply(node.getDestination());
            if (!beside.isEmpty()) {
                append(" (" + beside + ")");
            }
        }

        @Override
        public void visit(SoftLineBreak node) {
            newLine = true;
        }

        @Override
        public void visit(HardLineBreak node) {
            newLine = true;
        }

        private void styled(Node node, AttributedStyle style) {
            text.style(style);
            visitChildren(node);
            text.style(AttributedStyle.DEFAULT);
        }

        /** A new line is a space, except where the language has none. */
        private void append(String more) {
            if (newLine && !(isWide(text.toString()) && isWide(more))) {
                text.append(" ");
            }
            newLine = false;
            text.append(more);
        }

        private static boolean isWide(String text) {
            return text.codePoints().anyMatch(Character::isIdeographic);
        }
    }
}
