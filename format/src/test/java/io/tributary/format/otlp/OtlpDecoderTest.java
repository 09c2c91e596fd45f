package io.tributary.format.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.format.otlp.rules.Deltas;
import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.format.otlp.rules.Promotion;
import io.tributary.format.otlp.rules.TranslationStrategy;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.model.flow.WriteBatch;
import io.tributary.testkit.AllocationProbe;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class OtlpDecoderTest {
    @Test
    void decode_gauge_isASampleWithMetadata() {
        Decoded decoded =
                Decoded.of(
                        Messages.request(metric ->
                                metric.text(1, "room.temperature")
                                        .text(2, "how warm")
                                        .text(3, "Cel")
                                        .message(5, Messages.gauge(point(4, 20.5)))));

        assertThat(decoded.samples())
                .containsExactly("room_temperature_celsius{room=\"a\"} 2000 20.5 since 1000");
        assertThat(decoded.metadata())
                .containsExactly("2 room_temperature_celsius 'how warm' 'celsius'");
        assertThat(decoded.decoder().refusals().total()).isZero();
        assertThat(decoded.decoder().refusals().first()).isEmpty();
    }

    @Test
    void decode_sums_areCountersOrGauges() {
        Decoded decoded =
                Decoded.of(
                        Messages.request(
                                metric -> metric.text(1, "a").message(7, sum(2, true)),
                                metric -> metric.text(1, "b").message(7, sum(2, false))));

        assertThat(decoded.samples())
                .containsExactly("a_total{room=\"a\"} 2000 7", "b{room=\"a\"} 2000 7");
        assertThat(decoded.metadata()).containsExactly("1 a_total '' ''", "2 b '' ''");
    }

    @Test
    void decode_temporalityNotCumulative_isRefusedPointByPoint() {
        Decoded decoded =
                Decoded.of(
                        Messages.request(
                                metric -> metric.text(1, "a").message(7, sum(1, true)),
                                metric -> metric.text(1, "b").message(7, sum(0, true)),
                                metric -> metric.text(1, "c").message(7, sum(2, true))));

        assertThat(decoded.samples()).containsExactly("c_total{room=\"a\"} 2000 7");
        assertThat(decoded.decoder().refusals().count(OtlpRefusal.DELTA)).isEqualTo(1);
        assertThat(decoded.decoder().refusals().count(OtlpRefusal.TEMPORALITY)).isEqualTo(1);
        assertThat(decoded.decoder().refusals().total()).isEqualTo(2);
        assertThat(decoded.decoder().refusals().first())
                .isEqualTo(
                        "metric a: its temporality is delta, which is taken only where otlp.deltas is accumulate");
    }

    /// All that has a temporality is marked, and what stands beside it is not.
    @Test
    void decode_deltasToBeAccumulated_areMarked() {
        byte[] request =
                Messages.request(
                        metric ->
                                metric.text(1, "gauge")
                                        .message(5, data -> data.message(1, point(4, 1))),
                        metric -> metric.text(1, "hits").message(7, sum(1, true)),
                        metric -> metric.text(1, "level").message(7, sum(1, false)),
                        metric -> metric.text(1, "other").message(7, sum(2, true)));
        Decoded decoded = Decoded.of(request, OtlpSettings.DEFAULT.withDeltas(Deltas.ACCUMULATE));

        assertThat(decoded.deltas()).containsExactly("hits_total{room=\"a\"}", "level{room=\"a\"}");
        assertThat(decoded.batch().seriesCount()).isEqualTo(4);
        assertThat(Decoded.of(request).batch().hasDeltas()).isFalse();
    }

    @Test
    void decode_negativeDeltaOfWhatOnlyGrows_isRefused() {
        byte[] request =
                Messages.request(
                        metric -> metric.text(1, "hits").message(7, negativeSum(true)),
                        metric -> metric.text(1, "level").message(7, negativeSum(false)));
        Decoded decoded = Decoded.of(request, OtlpSettings.DEFAULT.withDeltas(Deltas.ACCUMULATE));

        assertThat(decoded.samples()).containsExactly("level{} 2000 -1");
        assertThat(decoded.decoder().refusals().count(OtlpRefusal.NEGATIVE_DELTA)).isEqualTo(1);
    }

    @Test
    void decode_noRecordedValue_isStaleMarkersWithoutExemplars() {
        Decoded decoded =
                Decoded.of(
                        Messages.request(
                                metric ->
                                        metric.text(1, "a")
                                                .message(
                                                        7,
                                                        sum ->
                                                                sum.message(
                                                                                1,
                                                                                point ->
                                                                                        point.varint(
                                                                                                        8,
                                                                                                        1)
                                                                                                .message(
                                                                                                        5,
                                                                                                        exemplar ->
                                                                                                                exemplar
                                                                                                                        .number(
                                                                                                                                3,
                                                                                                                                1)))
                                                                        .varint(2, 2)),
                                metric ->
                                        metric.text(1, "h")
                                                .message(
                                                        9,
                                                        Messages.histogram(point ->
                                                                point.packed(7, 1.0)
                                                                        .number(5, 3)
                                                                        .varint(10, 1))),
                                metric ->
                                        metric.text(1, "e")
                                                .message(
                                                        10,
                                                        Messages.histogram(point ->
                                                                point.fixed(4, 9).varint(10, 1)))));

        assertThat(decoded.samples())
                .containsExactly(
                        "a{} 0 stale",
                        "h_sum{} 0 stale",
                        "h_count{} 0 stale",
                        "h_bucket{le=\"1\"} 0 stale",
                        "h_bucket{le=\"+Inf\"} 0 stale",
                        "e{} 0 stale");
        assertThat(decoded.batch().exemplarCount()).isZero();
    }

    /// Whatever else such a point says does not count, be it wrong.
    @Test
    void decode_noRecordedValueThatContradictsItself_isStaleMarkers() {
        Decoded decoded =
                Decoded.of(
                        Messages.request(
                                metric ->
                                        metric.text(1, "h")
                                                .message(
                                                        9,
                                                        Messages.histogram(point ->
                                                                point.packed(7, 1.0)
                                                                        .packed(6, 1L, 2, 3)
                                                                        .varint(10, 1))),
                                metric ->
                                        metric.text(1, "e")
                                                .message(
                                                        10,
                                                        Messages.histogram(point ->
                                                                point.zigzag(6, -9)
                                                                        .varint(10, 1)))));

        assertThat(decoded.samples())
                .containsExactly(
                        "h_count{} 0 stale",
                        "h_bucket{le=\"1\"} 0 stale",
                        "h_bucket{le=\"+Inf\"} 0 stale",
                        "e{} 0 stale");
        assertThat(decoded.decoder().refusals().total()).isZero();
    }

    @Test
    void decode_settings_refuseWhatMakesNoSense() {
        assertThat(new Promotion.Only(List.of(" a ")).keys()).containsExactly("a");
        assertThatThrownBy(() -> new Promotion.AllBut(List.of("a", "a ")))
                .hasMessage("resource attribute a stands twice");
        assertThatThrownBy(() -> new Promotion.Only(List.of(" ")))
                .hasMessage("the key of a resource attribute is empty");
        assertThat(TranslationStrategy.of("NoTranslation"))
                .contains(TranslationStrategy.NO_TRANSLATION);
        assertThat(TranslationStrategy.of("none")).isEmpty();
    }

    @Test
    void decode_truncatedAtEveryByte_isMalformedOrABatch() {
        byte[] request = Messages.request(m -> Messages.explicit(m, 1, 2.5));
        int malformed = 0;
        for (int length = 0; length < request.length; length++) {
            try {
                new OtlpDecoder()
                        .decode(request, 0, length, OtlpSettings.DEFAULT, new WriteBatch());
            } catch (MalformedRequestException e) {
                assertThat(e).hasMessageStartingWith("malformed OTLP request: ");
                assertThat(e.offset()).isBetween(0, length);
                malformed++;
            }
        }
        assertThat(malformed).isGreaterThan(request.length / 2);
    }

    @Test
    void decode_warm_allocatesNothing() {
        byte[] request = ordinary(200);
        OtlpDecoder decoder = new OtlpDecoder();
        WriteBatch batch = new WriteBatch();
        long allocated =
                AllocationProbe.bytes(() -> {
                    try {
                        decoder.decode(request, 0, request.length, OtlpSettings.DEFAULT, batch);
                    } catch (MalformedRequestException e) {
                        throw new AssertionError(e);
                    }
                });

        assertThat(batch.sampleCount()).isEqualTo(200 * 6);
        assertThat(allocated).isZero();
    }

    /// Per point a gauge and a histogram of five series.
    private static byte[] ordinary(int count) {
        Consumer<Messages> points =
                data -> {
                    for (int i = 0; i < count; i++) {
                        int number = i;
                        data.message(
                                1,
                                point ->
                                        point.fixed(3, 2_000_000_000L)
                                                .number(4, number)
                                                .attribute(7, "http.method", "GET")
                                                .attribute(7, "pod", "pod-" + number));
                    }
                };
        Consumer<Messages> histograms =
                data -> {
                    for (int i = 0; i < count; i++) {
                        int number = i;
                        data.message(
                                1,
                                point ->
                                        point.fixed(3, 2_000_000_000L)
                                                .fixed(4, 3)
                                                .number(5, number)
                                                .packed(6, 1L, 1, 1)
                                                .packed(7, 0.5, 1.5)
                                                .attribute(9, "pod", "pod-" + number));
                    }
                    data.varint(2, 2);
                };
        return Messages.request(
                metric -> metric.text(1, "a.b").message(5, points),
                metric -> metric.text(1, "h").message(9, histograms));
    }

    private static Consumer<Messages> negativeSum(boolean monotonic) {
        return data ->
                data.message(1, point -> point.fixed(3, 2_000_000_000L).fixed(6, -1))
                        .varint(2, 1)
                        .varint(3, monotonic ? 1 : 0);
    }

    private static Consumer<Messages> sum(int temporality, boolean monotonic) {
        return data ->
                data.message(
                                1,
                                point ->
                                        point.fixed(3, 2_000_000_000L)
                                                .fixed(6, 7)
                                                .attribute(7, "room", "a"))
                        .varint(2, temporality)
                        .varint(3, monotonic ? 1 : 0);
    }

    private static Consumer<Messages> point(int field, double value) {
        return point ->
                point.fixed(2, 1_000_000_000L)
                        .fixed(3, 2_000_000_000L)
                        .number(field, value)
                        .attribute(7, "room", "a");
    }
}
