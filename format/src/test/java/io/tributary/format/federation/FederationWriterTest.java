package io.tributary.format.federation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.federation.FederationFormat.Form;
import io.tributary.model.Labels;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.CustomBounds;
import io.tributary.model.histogram.floats.FloatBuckets;
import io.tributary.model.histogram.floats.FloatHistogram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Expected texts are what Prometheus 3.14 writes, but for OpenMetrics, which it does not.
final class FederationWriterTest {
    private static final long TIME = 1_763_672_487_001L;

    private static final FloatHistogram NATIVE =
            new FloatHistogram(
                    ResetHint.UNKNOWN,
                    1,
                    0.5,
                    2,
                    12,
                    39.5,
                    FloatBuckets.of(new int[] {0, 1, 4}, new double[] {1, 2, 3}, 3),
                    FloatBuckets.of(new int[] {-2}, new double[] {4}, 1),
                    CustomBounds.NONE);

    private static final FloatHistogram CUSTOM =
            new FloatHistogram(
                    ResetHint.UNKNOWN,
                    Histogram.CUSTOM_BOUNDS,
                    0,
                    0,
                    7,
                    1.25,
                    FloatBuckets.of(new int[] {0, 2, 3}, new double[] {3, 2, 2}, 3),
                    FloatBuckets.NONE,
                    CustomBounds.of(0.1, 0.5, 1));

    @Test
    void write_text_isInTheOrderOfNames() throws Exception {
        assertThat(
                        text(
                                Form.TEXT,
                                NameEscaping.ALLOW_UTF_8,
                                number(1e6, "__name__", "b", "job", "x", "instance", "i"),
                                number(-0.5, "__name__", "a", "quoted", "a\\b\n\"c\""),
                                number(Double.NaN, "__name__", "b", "job", "y"),
                                number(1, "job", "nameless"),
                                number(Double.POSITIVE_INFINITY, "__name__", "é", "b.c", "d"),
                                number(0, "__name__", "c")))
                .isEqualTo(
                        """
                        # TYPE a untyped
                        a{quoted="a\\\\b\\n\\"c\\"",instance=""} -0.5 1763672487001
                        # TYPE b untyped
                        b{instance="i",job="x"} 1e+06 1763672487001
                        b{job="y",instance=""} NaN 1763672487001
                        # TYPE c untyped
                        c{instance=""} 0 1763672487001
                        # TYPE "é" untyped
                        {"é","b.c"="d",instance=""} +Inf 1763672487001
                        """);
    }

    @Test
    void write_toAnOldReader_escapesNames() throws Exception {
        FederatedSample sample = number(2, "__name__", "http.status_code", "b.c", "d.e");

        assertThat(text(Form.TEXT, NameEscaping.UNDERSCORES, sample))
                .isEqualTo(
                        """
                        # TYPE http_status_code untyped
                        http_status_code{b_c="d.e",instance=""} 2 1763672487001
                        """);
        assertThat(text(Form.TEXT, NameEscaping.VALUES, sample))
                .contains("U__http_2e_status__code{U__b_2e_c=\"d.e\",instance=\"\"} 2 ");
    }

    @Test
    void write_histogramsAsText_areThoseWithCustomBounds() throws Exception {
        assertThat(
                        text(
                                Form.TEXT,
                                NameEscaping.ALLOW_UTF_8,
                                histogram(NATIVE, "__name__", "h", "job", "native"),
                                histogram(CUSTOM, "__name__", "h", "job", "custom"),
                                number(1, "__name__", "h")))
                .isEqualTo(
                        """
                        # TYPE h histogram
                        h_bucket{job="custom",instance="",le="0.1"} 3 1763672487001
                        h_bucket{job="custom",instance="",le="0.5"} 3 1763672487001
                        h_bucket{job="custom",instance="",le="1"} 5 1763672487001
                        h_bucket{job="custom",instance="",le="+Inf"} 7 1763672487001
                        h_sum{job="custom",instance=""} 1.25 1763672487001
                        h_count{job="custom",instance=""} 7 1763672487001
                        # TYPE h untyped
                        h{instance=""} 1 1763672487001
                        """);
    }

    @Test
    void write_openMetrics_endsAsItMust() throws Exception {
        assertThat(
                        text(
                                Form.OPEN_METRICS,
                                NameEscaping.ALLOW_UTF_8,
                                new FederatedSample.Scalar(
                                        Labels.of("__name__", "a", "instance", "i"), -1_500, 3),
                                number(1e21, "__name__", "b", "instance", "i")))
                .isEqualTo(
                        """
                        # TYPE a unknown
                        a{instance="i"} 3.0 -1.500
                        # TYPE b unknown
                        b{instance="i"} 1e+21 1763672487.001
                        # EOF
                        """);
        assertThat(text(Form.OPEN_METRICS, NameEscaping.ALLOW_UTF_8)).isEqualTo("# EOF\n");
    }

    @Test
    void write_protobuf_hasNativeHistograms() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FederationWriter.write(
                new FederationFormat(Form.PROTOBUF, NameEscaping.ALLOW_UTF_8),
                List.of(
                        histogram(NATIVE, "__name__", "h", "instance", "i"),
                        histogram(
                                NATIVE.withHint(ResetHint.GAUGE), "__name__", "h", "instance", "j"),
                        number(1, "__name__", "h", "instance", "k")),
                out);

        String histogram =
                "3a5c" // histogram
                        + "11 0000000000c04340" // sum 39.5
                        + "21 0000000000002840" // count 12
                        + "28 02" // schema 1
                        + "31 000000000000e03f" // zero threshold 0.5
                        + "41 0000000000000040" // zero count 2
                        + "4a04 0803 1001" // negative span from -2, 1 long
                        + "59 0000000000001040"
                        + "6204 0800 1002" // positive span from 0, 2 long
                        + "6204 0804 1001" // 2 further on, 1 long
                        + "71 000000000000f03f"
                        + "71 0000000000000040"
                        + "71 0000000000000840";
        assertThat(HexFormat.of().formatHex(out.toByteArray()))
                .isEqualTo(
                        (family("04", "69", histogram)
                                        + family("05", "6a", histogram)
                                        + "28 0a0168 1803 2221"
                                        + "0a0d 0a08 696e7374616e6365 1201 6b"
                                        + "2a09 09 000000000000f03f"
                                        + "30 d9e8c998aa33")
                                .replace(" ", ""));
    }

    @Test
    void write_nativeHistogramOfNothing_isToldFromAClassicOne() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FederationWriter.write(
                new FederationFormat(Form.PROTOBUF, NameEscaping.ALLOW_UTF_8),
                List.of(histogram(FloatHistogram.EMPTY, "__name__", "h")),
                out);

        assertThat(HexFormat.of().formatHex(out.toByteArray())).endsWith("620408001000");
    }

    /// A family of one histogram, with a label `instance`.
    private static String family(String type, String instance, String histogram) {
        String metric =
                "0a0d 0a08 696e7374616e6365 1201" + instance + "30 d9e8c998aa33" + histogram;
        int length = metric.replace(" ", "").length() / 2;
        String head = "0a0168 18" + type + "22" + varint(length);
        int all = head.replace(" ", "").length() / 2 + length;
        return varint(all) + head + metric;
    }

    private static String varint(int number) {
        return number < 0x80
                ? "%02x".formatted(number)
                : "%02x%02x".formatted((number & 0x7F) | 0x80, number >> 7);
    }

    private static String text(Form form, NameEscaping escaping, FederatedSample... samples)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FederationWriter.write(new FederationFormat(form, escaping), List.of(samples), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static FederatedSample number(double value, String... labels) {
        return new FederatedSample.Scalar(Labels.of(labels), TIME, value);
    }

    private static FederatedSample histogram(FloatHistogram histogram, String... labels) {
        return new FederatedSample.Distribution(Labels.of(labels), TIME, histogram);
    }
}
