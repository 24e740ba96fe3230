package com.changgou.benchmarks.report;

import com.changgou.benchmarks.report.Bars.Bar;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Paint;
import java.awt.Stroke;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.LogarithmicAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.DefaultDrawingSupplier;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/**
 * Draws to PNG, at twice the size that is shown. The ground is white whatever the page's is, so that one picture is read in both colour
 * schemes; colours are those that the colour-blind tell apart (Okabe and Ito, "Color Universal Design").
 */
public final class Charts {

    static final int WIDTH = 900;
    static final int HEIGHT = 460;
    static final int SCALE = 2;

    private static final Paint[] PALETTE = {
        new Color(0x00, 0x72, 0xB2),
        new Color(0xE6, 0x9F, 0x00),
        new Color(0x00, 0x9E, 0x73),
        new Color(0xD5, 0x5E, 0x00),
        new Color(0x56, 0xB4, 0xE9),
        new Color(0xCC, 0x79, 0xA7),
        new Color(0x99, 0x99, 0x99)
    };
    private static final Stroke LINE = new BasicStroke(2.5f);
    private static final Stroke THIN = new BasicStroke(1.2f);
    private static final Color GRID = new Color(0xD0, 0xD0, 0xD0);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

    /** Of the distance between two groups; the rest is the gap. */
    private static final double GROUP = 0.8;

    private Charts() {}

    /**
     * Draws bars.
     *
     * @param bars what is shown
     * @param file a PNG
     * @throws IOException if it cannot be written
     */
    public static void write(Bars bars, Path file) throws IOException {
        write(chart(bars), file);
    }

    /**
     * Draws lines.
     *
     * @param lines what is shown
     * @param file a PNG
     * @throws IOException if it cannot be written
     */
    public static void write(Lines lines, Path file) throws IOException {
        write(chart(lines), file);
    }

    private static void write(JFreeChart chart, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ChartUtils.writeScaledChartAsPNG(out, chart, WIDTH, HEIGHT, SCALE, SCALE);
        }
    }

    static JFreeChart chart(Bars bars) {
        List<String> groups = bars.bars().stream().map(Bar::group).distinct().toList();
        SymbolAxis x = new SymbolAxis(null, groups.toArray(String[]::new));
        x.setGridBandsVisible(false);
        x.setTickMarksVisible(false);
        NumberAxis y = new NumberAxis(bars.unit());
        y.setAutoRangeIncludesZero(true);
        XYPlot plot = new XYPlot(intervals(bars, groups), x, y, bars());
        // A copy, for a plot finds the renderer by the dataset: the first draws how high the bars are, the second how
        // sure.
        plot.setDataset(1, intervals(bars, groups));
        plot.setRenderer(1, errors());
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        plot.addRangeMarker(new ValueMarker(1, Color.DARK_GRAY, THIN));
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(GRID);
        return chart(bars.title(), plot, x, y);
    }

    private static XYIntervalSeriesCollection intervals(Bars bars, List<String> groups) {
        Map<String, XYIntervalSeries> series = new LinkedHashMap<>();
        bars.bars().forEach(bar -> series.computeIfAbsent(bar.name(), XYIntervalSeries::new));
        List<String> names = List.copyOf(series.keySet());
        double width = GROUP / names.size();
        for (Bar bar : bars.bars()) {
            double left = groups.indexOf(bar.group()) - GROUP / 2 + width * names.indexOf(bar.name());
            series.get(bar.name())
                    .add(
                            left + width / 2,
                            left,
                            left + width,
                            bar.ratio().value(),
                            bar.ratio().low(),
                            bar.ratio().high());
        }
        XYIntervalSeriesCollection all = new XYIntervalSeriesCollection();
        series.values().forEach(all::addSeries);
        return all;
    }

    private static XYBarRenderer bars() {
        XYBarRenderer bars = new XYBarRenderer();
        bars.setBarPainter(new StandardXYBarPainter());
        bars.setShadowVisible(false);
        bars.setMargin(0.1);
        return bars;
    }

    private static XYErrorRenderer errors() {
        XYErrorRenderer errors = new XYErrorRenderer();
        errors.setDrawXError(false);
        errors.setDefaultShapesVisible(false);
        errors.setDefaultSeriesVisibleInLegend(false);
        errors.setErrorPaint(Color.BLACK);
        errors.setErrorStroke(THIN);
        return errors;
    }

    static JFreeChart chart(Lines lines) {
        CategoryAxis x = new CategoryAxis(lines.xUnit());
        NumberAxis y = lines.logarithmic() ? logarithmic(lines.yUnit()) : new NumberAxis(lines.yUnit());
        LineAndShapeRenderer renderer = new LineAndShapeRenderer();
        renderer.setDefaultStroke(LINE);
        renderer.setAutoPopulateSeriesStroke(false);
        CategoryPlot plot = new CategoryPlot(points(lines), x, y, renderer);
        plot.setRangeGridlinePaint(GRID);
        return chart(lines.title(), plot, x, y);
    }

    /** With 10, 100, … at its ticks, where JFreeChart's other logarithmic axis has 10 to the power of 0.6. */
    private static NumberAxis logarithmic(String unit) {
        LogarithmicAxis axis = new LogarithmicAxis(unit);
        axis.setExpTickLabelsFlag(false);
        axis.setLog10TickLabelsFlag(false);
        return axis;
    }

    private static DefaultCategoryDataset points(Lines lines) {
        TreeSet<Integer> places = new TreeSet<>();
        lines.lines().values().stream().map(SortedMap::keySet).forEach(places::addAll);
        DefaultCategoryDataset points = new DefaultCategoryDataset();
        lines.lines().forEach((name, line) -> places.forEach(place -> points.addValue(line.get(place), name, place)));
        return points;
    }

    private static JFreeChart chart(String title, Plot plot, Axis... axes) {
        plot.setDrawingSupplier(new DefaultDrawingSupplier(
                PALETTE,
                DefaultDrawingSupplier.DEFAULT_OUTLINE_PAINT_SEQUENCE,
                DefaultDrawingSupplier.DEFAULT_STROKE_SEQUENCE,
                DefaultDrawingSupplier.DEFAULT_OUTLINE_STROKE_SEQUENCE,
                DefaultDrawingSupplier.DEFAULT_SHAPE_SEQUENCE));
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        for (Axis axis : axes) {
            axis.setLabelFont(TEXT);
            axis.setTickLabelFont(TEXT);
        }
        JFreeChart chart = new JFreeChart(title, TITLE, plot, true);
        chart.setBackgroundPaint(Color.WHITE);
        chart.getLegend().setItemFont(TEXT);
        return chart;
    }
}
