package io.tributary.testkit.promqltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testkit.promqltest.HistogramValue.CounterResetHint;
import io.tributary.testkit.promqltest.SampleValue.NativeHistogram;
import io.tributary.testkit.promqltest.SampleValue.Real;
import io.tributary.testkit.promqltest.ScriptTarget.LoadedSeries;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScriptParserTest {
    private static List<LoadedSeries> load(String text) {
        Script script = Script.parse("t.test", text);
        return ((Script.Load) script.commands().getFirst()).series();
    }

    private static String points(LoadedSeries series) {
        return series.points().stream()
                .map(point ->
                        point.tMillis()
                                + "="
                                + (point.value() instanceof Real(var v) ? v : "other"))
                .collect(Collectors.joining(" "));
    }

    private static HistogramValue histogram(String literal) {
        return HistogramLiteral.read(new TextCursor(literal)).histogram();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 2 3 | 0=1.0 1000=2.0 2000=3.0",
                "1+2x3 | 0=1.0 1000=3.0 2000=5.0 3000=7.0",
                "1-2x1 | 0=1.0 1000=-1.0",
                "-1.5e1x1 | 0=-15.0 1000=-15.0",
                "_ 1 _x2 2 | 1000=1.0 4000=2.0",
                "NaN Inf -Inf +7 | 0=NaN 1000=Infinity 2000=-Infinity 3000=7.0",
                "stale .5 | 0=other 1000=0.5"
            })
    void parse_points_expand(String notation, String expanded) {
        assertThat(points(load("load 1s\n  m " + notation).getFirst())).isEqualTo(expanded);
    }

    @Test
    void parse_labels_areReadInAllQuotes() {
        assertThat(
                        load("load 1s\n {\"a.b\", 'c'=\"\\x41\\u00e9\", d=`\\`,e=\"\"} 1")
                                .getFirst()
                                .labels())
                .isEqualTo(LabelSet.of(Map.of("__name__", "a.b", "c", "Aé", "d", "\\")));
    }

    @Test
    void parse_seriesTwiceInOneLoad_keepsTheLast() {
        assertThat(load("load 1s\n m 1\n n 1\n m 2 3")).hasSize(2);
        assertThat(points(load("load 1s\n m 1\n m 2 3").getFirst())).isEqualTo("0=2.0 1000=3.0");
    }

    @Test
    void parse_startTimes_areRelativeToTheirSample() {
        LoadedSeries series = load("load 1m\n m@st _ 0 -30s-1mx1\n m    1 2 3 4").getFirst();

        assertThat(series.points())
                .extracting(ScriptTarget.LoadedPoint::startMillis)
                .containsExactly(0L, 60_000L, 90_000L, 90_000L);
    }

    @Test
    void parse_histogram_hasAllItsParts() {
        HistogramValue value =
                histogram(
                        "{{schema:-1 sum:-0.5 count:9 z_bucket:2 z_bucket_w:0.001 buckets:[1 0 3] offset:-1"
                                + " n_buckets:[4] n_offset:2 counter_reset_hint:not_reset}}");

        assertThat(value.schema()).isEqualTo(-1);
        assertThat(value.sum()).isEqualTo(-0.5);
        assertThat(value.count()).isEqualTo(9);
        assertThat(value.zeroCount()).isEqualTo(2);
        assertThat(value.zeroThreshold()).isEqualTo(0.001);
        assertThat(value.positive()).isEqualTo(Map.of(-1, 1.0, 0, 0.0, 1, 3.0));
        assertThat(value.negative()).isEqualTo(Map.of(2, 4.0));
        assertThat(value.hint()).isEqualTo(CounterResetHint.NOT_RESET);
    }

    @Test
    void parse_histogramSequence_addsAtTheCoarserSchema() {
        LoadedSeries series =
                load("load 1s\n m {{schema:-1 count:1 buckets:[1] offset:1}}+{{schema:0 count:4 buckets:[2 2] offset:1}}x2")
                        .getFirst();
        HistogramValue last = ((NativeHistogram) series.points().getLast().value()).histogram();

        assertThat(series.points()).hasSize(3);
        assertThat(last.count()).isEqualTo(9);
        assertThat(last.schema()).isEqualTo(-1);
        assertThat(last.positive()).isEqualTo(Map.of(1, 9.0));
    }

    @Test
    void parse_loadWithNhcb_addsTheNativeForm() {
        List<LoadedSeries> series =
                load(
                        """
                        load_with_nhcb 1m
                          h_bucket{a="x", le="+Inf"} 10
                          h_bucket{a="x", le="1"}    4
                          h_bucket{a="x", le="2"}    4
                          h_sum{a="x"}               7
                        """);
        LoadedSeries added = series.getLast();
        HistogramValue value = ((NativeHistogram) added.points().getFirst().value()).histogram();

        assertThat(series).hasSize(5);
        assertThat(added.labels()).isEqualTo(LabelSet.of(Map.of("__name__", "h", "a", "x")));
        assertThat(value.schema()).isEqualTo(HistogramValue.CUSTOM);
        assertThat(value.customValues()).containsExactly(1.0, 2.0);
        assertThat(value.positive()).isEqualTo(Map.of(0, 4.0, 2, 6.0));
        assertThat(value.count()).isEqualTo(10);
        assertThat(value.sum()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "load | want: load",
                "load 5q\\n m 1 | want a unit",
                "lead 5m | no command is called lead",
                "load 1m\\n m 1y | want white space",
                "load 1m\\n m 1+1 | want x and a number",
                "load 1m\\n m 1x2000000 | at most 1000000 points",
                "load 1m\\n m {{widgets:1}} | no part of a histogram",
                "load 1m\\n m{a=b} 1 | want a quoted label value",
                "load 1m\\n m@st 1s\\n n 1 | want the series of the @st line",
                "load 1m\\n m@st 1s\\n m 1 2 | 2 samples, but 1 start times",
                "load_with_nhcb 1m\\n h_bucket{le=\"1\"} 3\\n h_bucket{le=\"2\"} 1 | not cumulative",
                "eval instant m | want: instant at",
                "eval range from 5m to 1m step 1m m | before start",
                "eval instant at 1m m\\n m 1 2 | want one value at one time",
                "eval instant at 1m m\\n expect warn\\n expect no_warn | both expected and excluded",
                "eval instant at 1m m\\n expect fail\\n expect fail | expected twice",
                "eval instant at 1m m\\n expect joy | nothing to expect"
            })
    void parse_mistake_isNamedWithFileAndLine(String text, String why) {
        assertThatThrownBy(() -> Script.parse("t.test", text.replace("\\n", "\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("t.test:")
                .hasMessageContaining(why);
    }

    @Test
    void parse_durations_readAllUnits() {
        assertThat(DurationText.parse("1h30m")).isEqualTo(5_400_000);
        assertThat(DurationText.parse("1d1ms")).isEqualTo(86_400_001);
        assertThat(DurationText.parse("0")).isZero();
        assertThatThrownBy(() -> DurationText.parse("5m1h")).hasMessageContaining("descend");
        assertThatThrownBy(() -> DurationText.parse("5")).hasMessageContaining("want a unit");
    }
}
