package com.changgou.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.changgou.benchmarks.report.Bars.Bar;
import com.changgou.benchmarks.stats.Ratio;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.data.xy.IntervalXYDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartsTests {

    private static final Bars RATIOS = new Bars(
            "Throughput",
            "orders/s, local = 1",
            List.of(
                    new Bar("file store", "local", new Ratio(1, 0.98, 1.02, 10)),
                    new Bar("file store", "AT", new Ratio(0.3, 0.28, 0.33, 10)),
                    new Bar("file store", "AT tuned", new Ratio(0.47, 0.45, 0.52, 10)),
                    new Bar("file store", "TCC", new Ratio(0.4, 0.38, 0.42, 10)),
                    new Bar("file store", "mixed", new Ratio(0.42, 0.4, 0.44, 10)),
                    new Bar("file store", "XA", new Ratio(0.35, 0.33, 0.36, 10)),
                    new Bar("file store", "message", new Ratio(0.9, 0.8, 0.95, 10)),
                    new Bar("db store", "AT", new Ratio(0.2, 0.18, 0.23, 10)),
                    new Bar("db store", "AT tuned", new Ratio(0.37, 0.35, 0.42, 10))));

    private static final Lines HOT_ROW = new Lines("Hot row", "clients", "orders/s", hotRow());

    @TempDir
    Path directory;

    @Test
    void aPictureIsAPngOfTwiceTheSizeOnWhite() throws IOException {
        Path bars = directory.resolve("bars.png");
        Path lines = directory.resolve("lines.png");
        Charts.write(RATIOS, bars);
        Charts.write(HOT_ROW, lines);
        for (Path file : List.of(bars, lines)) {
            assertThat(Files.readAllBytes(file)).startsWith(0x89, 'P', 'N', 'G');
            BufferedImage image = ImageIO.read(file.toFile());
            assertThat(image.getWidth()).isEqualTo(2 * Charts.WIDTH);
            assertThat(image.getHeight()).isEqualTo(2 * Charts.HEIGHT);
            assertThat(image.getRGB(0, 0)).isEqualTo(0xFFFFFFFF);
        }
    }

    @Test
    void otherNumbersAreAnotherPictureAndTheSameAreTheSame() throws IOException {
        Bar wider = new Bar("local", new Ratio(1, 0.8, 1.4, 10));
        Bar bar = new Bar("local", new Ratio(1, 0.9, 1.4, 10));
        byte[] once = bytes(new Bars("T", "u", List.of(bar)));
        assertThat(bytes(new Bars("T", "u", List.of(bar)))).isEqualTo(once);
        assertThat(bytes(new Bars("T", "u", List.of(wider)))).isNotEqualTo(once);

        byte[] lines = bytes(HOT_ROW);
        assertThat(bytes(new Lines("Hot row", "clients", "orders/s", hotRow()))).isEqualTo(lines);
        assertThat(bytes(new Lines("Hot row", "clients", "orders/s", true, hotRow())))
                .isNotEqualTo(lines);
        Map<String, SortedMap<Integer, Double>> other = hotRow();
        other.get("AT").put(32, 200.0);
        assertThat(bytes(new Lines("Hot row", "clients", "orders/s", other))).isNotEqualTo(lines);
    }

    @Test
    void eachNameIsOnceInTheLegendWithAColourOfItsOwn() {
        List<LegendItem> bars = legend(Charts.chart(RATIOS).getXYPlot().getLegendItems());
        assertThat(bars)
                .extracting(LegendItem::getLabel)
                .containsExactly("local", "AT", "AT tuned", "TCC", "mixed", "XA", "message");
        assertThat(bars).extracting(LegendItem::getFillPaint).doesNotHaveDuplicates();

        List<LegendItem> lines = legend(Charts.chart(HOT_ROW).getCategoryPlot().getLegendItems());
        assertThat(lines).extracting(LegendItem::getLabel).containsExactly("AT", "AT tuned", "TCC");
        assertThat(lines).extracting(LegendItem::getFillPaint).doesNotHaveDuplicates();
        assertThat(lines).extracting(LegendItem::getShape).doesNotHaveDuplicates();
    }

    @Test
    void aBarIsAsHighAsItsRatioAndSaysHowSureItIs() {
        IntervalXYDataset data =
                (IntervalXYDataset) Charts.chart(RATIOS).getXYPlot().getDataset();
        assertThat(data.getYValue(1, 0)).isEqualTo(0.3);
        assertThat(data.getStartYValue(1, 0)).isEqualTo(0.28);
        assertThat(data.getEndYValue(1, 0)).isEqualTo(0.33);
    }

    @Test
    void barsOfAGroupStandSideBySideAndThoseOfAnotherFurtherRight() {
        IntervalXYDataset data =
                (IntervalXYDataset) Charts.chart(RATIOS).getXYPlot().getDataset();
        assertThat(data.getStartXValue(1, 0)).isGreaterThanOrEqualTo(data.getEndXValue(0, 0) - 1e-9);
        assertThat(data.getXValue(1, 1) - data.getXValue(1, 0)).isEqualTo(1);
        assertThat(data.getEndXValue(6, 0)).isLessThan(data.getStartXValue(1, 1));
    }

    @Test
    void placesAreInTheirOrderWhicheverLineHasThem() {
        CategoryPlot plot = Charts.chart(HOT_ROW).getCategoryPlot();
        assertThat(plot.getDataset().getColumnKeys().toString()).isEqualTo("[1, 2, 8, 32]");
        assertThat(plot.getDataset().getValue("AT", 2)).isNull();
        assertThat(plot.getDataset().getValue("TCC", 2)).isEqualTo(200.0);
        assertThat(plot.getDomainAxis().getLabel()).isEqualTo("clients");
        assertThat(plot.getRangeAxis().getLabel()).isEqualTo("orders/s");
    }

    private static Map<String, SortedMap<Integer, Double>> hotRow() {
        Map<String, SortedMap<Integer, Double>> lines = new LinkedHashMap<>();
        lines.put("AT", new TreeMap<>(Map.of(1, 80.0, 8, 20.0, 32, 4.0)));
        lines.put("AT tuned", new TreeMap<>(Map.of(1, 90.0, 8, 110.0, 32, 100.0)));
        lines.put("TCC", new TreeMap<>(Map.of(1, 85.0, 2, 200.0, 8, 400.0, 32, 420.0)));
        return lines;
    }

    private byte[] bytes(Bars bars) throws IOException {
        Path file = directory.resolve("some.png");
        Charts.write(bars, file);
        return Files.readAllBytes(file);
    }

    private byte[] bytes(Lines lines) throws IOException {
        Path file = directory.resolve("some.png");
        Charts.write(lines, file);
        return Files.readAllBytes(file);
    }

    private static List<LegendItem> legend(LegendItemCollection items) {
        List<LegendItem> all = new ArrayList<>();
        for (int i = 0; i < items.getItemCount(); i++) {
            all.add(items.get(i));
        }
        return all;
    }
}
