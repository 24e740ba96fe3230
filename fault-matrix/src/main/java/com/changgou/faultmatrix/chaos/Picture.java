package com.changgou.faultmatrix.chaos;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StackedXYBarRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.data.xy.CategoryTableXYDataset;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** A run over time: what was broken above, what clients were told below. */
final class Picture {

    private static final int WIDTH = 1400;
    private static final int HEIGHT = 760;
    private static final double MILLIS = 1000;
    private static final double HALF_BAR = 0.35;
    private static final Color PLACED = new Color(0x2E, 0x7D, 0x32);
    private static final Color REFUSED = new Color(0xF9, 0xA8, 0x25);
    private static final Color UNKNOWN = new Color(0xC6, 0x28, 0x28);
    private static final Color BROKEN = new Color(0xC6, 0x28, 0x28);
    private static final Color COMING_BACK = new Color(0xF9, 0xA8, 0x25);

    private final JFreeChart chart;

    private Picture(JFreeChart chart) {
        this.chart = chart;
    }

    static Picture of(ChaosReport report) {
        NumberAxis time = new NumberAxis("seconds");
        time.setRange(0, report.length().toSeconds() + report.recovery().toSeconds());
        CombinedDomainXYPlot both = new CombinedDomainXYPlot(time);
        both.add(faults(report.played()), 3);
        both.add(answers(report.throughput()), 2);
        return new Picture(new JFreeChart("Seed " + report.seed(), both));
    }

    void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ChartUtils.writeChartAsPNG(out, chart, WIDTH, HEIGHT);
        }
    }

    private static XYPlot faults(List<Played> played) {
        List<Played> landed = played.stream().filter(Played::landed).toList();
        List<String> subjects =
                landed.stream().map(Played::subject).distinct().sorted().toList();
        XYIntervalSeries broken = new XYIntervalSeries("broken");
        XYIntervalSeries comingBack = new XYIntervalSeries("coming back");
        for (Played step : landed) {
            int row = subjects.indexOf(step.subject());
            add(broken, step.from(), step.to(), row);
            add(comingBack, step.to(), step.back(), row);
        }
        XYIntervalSeriesCollection series = new XYIntervalSeriesCollection();
        series.addSeries(broken);
        series.addSeries(comingBack);
        XYBarRenderer bars = plain(new XYBarRenderer());
        bars.setUseYInterval(true);
        bars.setSeriesPaint(0, BROKEN);
        bars.setSeriesPaint(1, COMING_BACK);
        return new XYPlot(series, null, new SymbolAxis("", subjects.toArray(String[]::new)), bars);
    }

    private static void add(XYIntervalSeries series, Duration from, Duration to, int row) {
        series.add(seconds(from), seconds(from), seconds(to), row, row - HALF_BAR, row + HALF_BAR);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }

    private static XYPlot answers(List<Throughput> throughput) {
        CategoryTableXYDataset orders = new CategoryTableXYDataset();
        for (Throughput second : throughput) {
            orders.add(second.second(), second.placed(), "placed");
            orders.add(second.second(), second.refused(), "refused");
            orders.add(second.second(), second.unknown(), "unknown");
        }
        StackedXYBarRenderer bars = plain(new StackedXYBarRenderer());
        bars.setSeriesPaint(0, PLACED);
        bars.setSeriesPaint(1, REFUSED);
        bars.setSeriesPaint(2, UNKNOWN);
        return new XYPlot(orders, null, new NumberAxis("answers in a second"), bars);
    }

    private static <R extends XYBarRenderer> R plain(R bars) {
        bars.setBarPainter(new StandardXYBarPainter());
        bars.setShadowVisible(false);
        return bars;
    }
}
