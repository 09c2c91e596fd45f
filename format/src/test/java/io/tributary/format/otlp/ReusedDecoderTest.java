package io.tributary.format.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.otlp.rules.Deltas;
import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.format.otlp.rules.Promotion;
import io.tributary.format.otlp.rules.TranslationStrategy;
import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.flow.WriteBatch;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// A decoder that read a request so large that its bytes are let go of, and then a small one: what
/// is not said there is not what was said before.
final class ReusedDecoderTest {
    private static final int LARGE_BYTES = 5 << 20;

    private static final OtlpSettings SCOPES =
            new OtlpSettings(
                    TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES,
                    new Promotion.Only(List.of()),
                    24,
                    false,
                    false,
                    true,
                    true,
                    true,
                    Deltas.REFUSE,
                    Duration.ofMinutes(5));

    @Test
    void decode_metricWithoutUnitAndHelp_hasNone() {
        byte[] large =
                large(scope ->
                        scope.message(
                                2,
                                metric ->
                                        metric.text(1, "first")
                                                .text(2, "help")
                                                .text(3, "s")
                                                .message(5, Messages.gauge(point -> {}))));
        byte[] small =
                Messages.request(
                        metric -> metric.text(1, "second").message(5, Messages.gauge(point -> {})));

        Decoded decoded = Decoded.of(List.of(large, small), OtlpSettings.DEFAULT);

        assertThat(decoded.metadata()).containsExactly("2 second '' ''");
        assertThat(decoded.samples()).containsExactly("second{} 0 0");
    }

    @Test
    void decode_metricWithoutName_isRefused() {
        byte[] large =
                large(scope ->
                        scope.message(
                                2,
                                metric ->
                                        metric.text(1, "first")
                                                .message(5, Messages.gauge(point -> {}))));
        byte[] small = Messages.request(metric -> metric.message(5, Messages.gauge(point -> {})));

        Decoded decoded = Decoded.of(List.of(large, small), OtlpSettings.DEFAULT);

        assertThat(decoded.samples()).isEmpty();
        assertThat(decoded.decoder().refusals().count(OtlpRefusal.METRIC_NAME)).isOne();
        assertThat(decoded.decoder().refusals().first()).startsWith("metric :");
    }

    @Test
    void decode_scopeNestedTooDeep_hasNothingOfTheOneBefore() {
        byte[] large =
                large(scope ->
                        scope.message(1, of -> of.text(1, "first").attribute(3, "x", "value")));
        byte[] small =
                request(scope ->
                        scope.message(
                                        1,
                                        of ->
                                                of.text(1, "second")
                                                        .attribute(
                                                                3,
                                                                "x",
                                                                any ->
                                                                        AttributesTest.nest(
                                                                                any, 17)))
                                .message(
                                        2,
                                        metric ->
                                                metric.text(1, "a")
                                                        .message(5, Messages.gauge(point -> {}))));

        Decoded decoded = Decoded.of(List.of(large, small), SCOPES);

        assertThat(decoded.samples()).isEmpty();
        assertThat(decoded.decoder().refusals().count(OtlpRefusal.TOO_DEEP)).isOne();
        expectSymbolsInside(decoded.batch());
    }

    private static void expectSymbolsInside(WriteBatch batch) {
        SymbolColumns symbols = batch.symbols();
        for (int i = 0; i < symbols.count(); i++) {
            assertThat(symbols.offset(i) + symbols.length(i))
                    .isLessThanOrEqualTo(batch.bytes().length);
        }
    }

    /// A request with this scope behind many bytes that mean nothing.
    private static byte[] large(Consumer<Messages> scope) {
        return request(of -> {
            of.bytes(15, new byte[LARGE_BYTES]);
            scope.accept(of);
        });
    }

    private static byte[] request(Consumer<Messages> scope) {
        return Messages.of(request -> request.message(1, resource -> resource.message(2, scope)));
    }
}
