package com.changgou.proof;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.List;
import java.util.function.Function;

/** How tables look that are printed. */
public final class Tables {

    private static final int WIDEST = 60;

    private Tables() {}

    /**
     * A table.
     *
     * @param rows what is in it
     * @param columns what is shown of each
     * @param <T> a row
     * @return its lines, each with its end
     */
    public static <T> String of(List<T> rows, List<ColumnData<T>> columns) {
        return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, rows, columns) + "\n";
    }

    /**
     * A column.
     *
     * @param header its name
     * @param value what stands in it
     * @param <T> a row
     * @return a column that begins at its left
     */
    public static <T> ColumnData<T> text(String header, Function<T, String> value) {
        return column(header, HorizontalAlign.LEFT).with(value);
    }

    static <T> ColumnData<T> number(String header, Function<T, Number> value) {
        return column(header, HorizontalAlign.RIGHT)
                .with(row -> value.apply(row).toString());
    }

    private static Column column(String header, HorizontalAlign align) {
        return new Column()
                .header(header)
                .headerAlign(HorizontalAlign.LEFT)
                .dataAlign(align)
                .maxWidth(WIDEST);
    }
}
