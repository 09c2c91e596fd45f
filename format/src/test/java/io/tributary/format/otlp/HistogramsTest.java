package io.tributary.format.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.otlp.rules.Deltas;
import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.format.otlp.rules.Promotion;
import io.tributary.format.otlp.rules.TranslationStrategy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Histograms and summaries.
final class HistogramsTest {
    private static final OtlpSettings CUSTOM_BUCKETS =
            new OtlpSettings(
                    TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES,
                    new Promotion.Only(List.of()),
                    0,
                    false,
                    true,
                    false,
                    true,
                    true,
                    Deltas.REFUSE,
                    Duration.ofMinutes(5));

    @Test
    void decode_explicitHistogram_isClassicSeriesWithExemplarsInTheirBuckets() {
        Decoded decoded = Decoded.of(Messages.request(m -> Messages.explicit(m, 1, 2.5)));

        assertThat(decoded.samples())
                .containsExactly(
                        "h_seconds_sum{} 2000 12.5",
                        "h_seconds_count{} 2000 6",
                        "h_seconds_bucket{le=\"1\"} 2000 1",
                        "h_seconds_bucket{le=\"2.5\"} 2000 3",
                        "h_seconds_bucket{le=\"+Inf\"} 2000 6");
        assertThat(decoded.exemplars())
                .containsExactly(
                        "h_seconds_bucket{le=\"1\"} {} 0 0.5",
                        "h_seconds_bucket{le=\"2.5\"} {} 0 2.5",
                        "h_seconds_bucket{le=\"2.5\"} {} 0 0.25",
                        "h_seconds_bucket{le=\"+Inf\"} {} 0 9");
    }

    @Test
    void decode_explicitHistogramOfCustomBuckets_isNative() {
        Decoded decoded =
                Decoded.of(Messages.request(m -> Messages.explicit(m, 1, 2.5)), CUSTOM_BUCKETS);

        assertThat(decoded.samples())
                .containsExactly(
                        "h_seconds{} 2000 integers schema=-53 threshold=0000000000000000 zero=0"
                                + " count=6 sum=4029000000000000"
                                + " bounds=3ff0000000000000,4004000000000000"
                                + " positive=0:1,1:2,2:3");
        assertThat(decoded.exemplars()).hasSize(4);
    }

    @Test
    void decode_explicitHistogramThatContradictsItself_isRefusedAlone() {
        refusedHistogram(OtlpRefusal.BOUNDS, p -> p.packed(6, 1L, 1, 1).packed(7, 2.0, 1));
        refusedHistogram(OtlpRefusal.BOUNDS, p -> p.packed(6, 1L, 1, 1).packed(7, 1.0, 1));
        refusedHistogram(OtlpRefusal.BOUNDS, p -> p.packed(6, 1L, 1).packed(7, Double.NaN));
        double infinity = Double.POSITIVE_INFINITY;
        refusedHistogram(OtlpRefusal.BOUNDS, p -> p.packed(6, 1L, 1).packed(7, infinity));
        refusedHistogram(OtlpRefusal.BOUNDS, p -> p.packed(6, 1L, 1).packed(7, -infinity));
        refusedHistogram(OtlpRefusal.BUCKET_COUNTS, p -> p.packed(6, 1L, 1));
        refusedHistogram(OtlpRefusal.BUCKET_COUNTS, p -> p.packed(7, 1.0));
        refusedHistogram(
                OtlpRefusal.TOO_MANY_BUCKETS,
                p -> p.packed(6, new long[1_000_000]).packed(7, new double[999_999]));
    }

    @Test
    void decode_exponentialHistogram_isNativeOfItsScale() {
        Decoded decoded =
                Decoded.of(
                        exponential(point ->
                                point.zigzag(6, 3)
                                        .fixed(4, 10)
                                        .number(5, 4)
                                        .fixed(7, 1)
                                        .number(14, 0.25)
                                        .message(8, buckets(-2, 1, 0, 2))
                                        .message(9, buckets(5, 6))));

        assertThat(decoded.samples())
                .containsExactly(
                        "e{} 0 integers schema=3 threshold="
                                + Long.toHexString(Double.doubleToRawLongBits(1e-128))
                                + " zero=1 count=10 sum=4010000000000000 positive=-1:1,1:2"
                                + " negative=6:6");
    }

    /// Scale 10 to 8: four buckets in one, whatever is empty among them.
    @Test
    void decode_exponentialHistogramOfLargeScale_isMergedDown() {
        Decoded decoded =
                Decoded.of(
                        exponential(point ->
                                point.zigzag(6, 10)
                                        .fixed(4, 21)
                                        .message(8, buckets(-5, 1, 2, 3, 0, 0, 4, 5, 6))));

        assertThat(decoded.samples().getFirst())
                .contains("schema=8")
                .contains("positive=-1:1,0:5,1:15");
    }

    @Test
    void decode_exponentialHistogramOutOfBounds_isRefusedAlone() {
        refusedExponential(OtlpRefusal.SCALE, p -> p.zigzag(6, -5));
        refusedExponential(OtlpRefusal.SCALE, p -> p.zigzag(6, Integer.MIN_VALUE));
        refusedExponential(
                OtlpRefusal.BUCKET_INDEX, p -> p.message(8, buckets(Integer.MAX_VALUE, 1)));
        refusedExponential(
                OtlpRefusal.TOO_MANY_BUCKETS, p -> p.message(8, buckets(0, new long[1_000_000])));
        refusedExponential(
                OtlpRefusal.BUCKET_INDEX, p -> p.zigzag(6, 2).message(8, buckets(4 * 1024, 1)));
        refusedExponential(
                OtlpRefusal.BUCKET_INDEX, p -> p.zigzag(6, -4).message(9, buckets(64, 1)));
        refusedExponential(
                OtlpRefusal.BUCKET_INDEX,
                p -> p.zigzag(6, 2).message(8, buckets(-4 * 1074 - 2, 1)));
        refusedExponential(
                OtlpRefusal.BUCKET_INDEX, p -> p.zigzag(6, -4).message(8, buckets(-69, 1)));
        Decoded largest =
                Decoded.of(
                        exponential(p ->
                                p.zigzag(6, Integer.MAX_VALUE)
                                        .fixed(4, 1)
                                        .message(8, buckets(Integer.MAX_VALUE, 1))));
        assertThat(largest.samples().getFirst()).contains("positive=1:1");
    }

    /// A bucket of which a part can be said by a `double` is one; an empty one may be anywhere.
    @Test
    void decode_exponentialHistogramUpToTheBounds_isNative() {
        expectBucket(2, -4_297, "-4296:1");
        expectBucket(2, 4_095, "4096:1");
        expectBucket(-4, -68, "-67:1");
        expectBucket(-4, 63, "64:1");
        expectBucket(10, 4 * -274_945, "-274944:1");
        expectBucket(10, 4 * 262_143 + 3, "262144:1");
        Decoded empty =
                Decoded.of(exponential(p -> p.message(8, buckets(Integer.MAX_VALUE - 1, 0, 0))));
        assertThat(empty.samples()).hasSize(1);
    }

    private static void expectBucket(int scale, int offset, String bucket) {
        Decoded decoded =
                Decoded.of(
                        exponential(p ->
                                p.zigzag(6, scale).fixed(4, 1).message(8, buckets(offset, 1))));

        assertThat(decoded.samples().getFirst()).endsWith("positive=" + bucket);
    }

    @Test
    void decode_exponentialHistogramThatContradictsItself_isInvalidInTheBatch() {
        Decoded decoded =
                Decoded.of(exponential(p -> p.fixed(4, 3).fixed(7, -1).message(8, buckets(0, 4))));

        assertThat(decoded.samples()).containsExactly("e{} 0 COUNT_MISMATCH");
        assertThat(decoded.decoder().refusals().total()).isZero();
    }

    @Test
    void decode_summary_isItsQuantiles() {
        Decoded decoded =
                Decoded.of(
                        Messages.request(metric ->
                                metric.text(1, "s")
                                        .message(
                                                11,
                                                Messages.gauge(point ->
                                                        point.fixed(4, -1)
                                                                .number(5, 2)
                                                                .attribute(7, "quantile", "x")
                                                                .message(
                                                                        6,
                                                                        q ->
                                                                                q.number(1, 0.99)
                                                                                        .number(
                                                                                                2,
                                                                                                5))))));

        assertThat(decoded.samples())
                .containsExactly(
                        "s_sum{quantile=\"x\"} 0 2",
                        "s_count{quantile=\"x\"} 0 18446744073709552000",
                        "s{quantile=\"0.99\"} 0 5");
    }

    @Test
    void decode_histogramOfManyLabelsAndBuckets_growsNoFurtherThanAllowed() {
        double[] bounds = new double[60_000];
        Arrays.setAll(bounds, i -> i);
        Decoded decoded =
                Decoded.of(
                        Messages.request(metric ->
                                metric.text(1, "h")
                                        .message(
                                                9,
                                                Messages.histogram(point -> {
                                                    point.packed(7, bounds)
                                                            .packed(6, new long[60_001]);
                                                    for (int i = 0; i < 500; i++) {
                                                        point.attribute(9, "a" + i, "x");
                                                    }
                                                }))));

        assertThat(decoded.batch().seriesCount()).isZero();
        assertThat(decoded.decoder().refusals().count(OtlpRefusal.TOO_LARGE)).isOne();
    }

    private static void refusedHistogram(OtlpRefusal reason, Consumer<Messages> point) {
        refused(
                reason,
                Messages.request(
                        m -> m.text(1, "h").message(9, Messages.histogram(point)),
                        HistogramsTest::after));
    }

    private static void refusedExponential(OtlpRefusal reason, Consumer<Messages> point) {
        refused(
                reason,
                Messages.request(
                        m -> m.text(1, "e").message(10, Messages.histogram(point)),
                        HistogramsTest::after));
    }

    private static void after(Messages metric) {
        metric.text(1, "after").message(5, Messages.gauge(point -> {}));
    }

    private static void refused(OtlpRefusal reason, byte[] request) {
        Decoded decoded = Decoded.of(request);

        assertThat(decoded.samples()).containsExactly("after{} 0 0");
        assertThat(decoded.decoder().refusals().count(reason)).isOne();
        assertThat(decoded.decoder().refusals().first()).endsWith(reason.text());
    }

    private static byte[] exponential(Consumer<Messages> point) {
        return Messages.request(
                metric -> metric.text(1, "e").message(10, Messages.histogram(point)));
    }

    private static Consumer<Messages> buckets(int offset, long... counts) {
        return buckets -> buckets.zigzag(1, offset).packedVarints(2, counts);
    }
}
