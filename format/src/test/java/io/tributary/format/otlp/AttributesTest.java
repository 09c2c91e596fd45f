package io.tributary.format.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.format.otlp.rules.TranslationStrategy;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Attributes of points: their names, and their values as text.
final class AttributesTest {
    @Test
    void decode_attributesThatMeet_areJoinedInTheOrderOfTheirKeys() {
        Decoded decoded =
                Decoded.of(
                        attributes(point ->
                                point.attribute(7, "a_b", "3")
                                        .attribute(7, "c", "x")
                                        .attribute(7, "a.b", "2")
                                        .attribute(7, "a-b", "")
                                        .attribute(7, "a/b", "")));

        assertThat(decoded.samples()).containsExactly("a{a_b=\"2;;3\",c=\"x\"} 0 0");
    }

    @Test
    void decode_attributeTwiceWhereNamesStay_isRefused() {
        byte[] request =
                attributes(point -> point.attribute(7, "a.b", "1").attribute(7, "a.b", "2"));
        Decoded decoded =
                Decoded.of(
                        request,
                        OtlpSettings.DEFAULT.withStrategy(TranslationStrategy.NO_TRANSLATION));

        assertThat(decoded.samples()).isEmpty();
        assertThat(decoded.decoder().refusals().count(OtlpRefusal.DUPLICATE_ATTRIBUTE)).isOne();
        assertThat(Decoded.of(request).samples()).containsExactly("a{a_b=\"1;2\"} 0 0");
    }

    @Test
    void decode_namesThatCannotBeMade_areRefusedAlone() {
        Decoded decoded =
                Decoded.of(
                        Messages.request(
                                metric ->
                                        metric.text(1, "é").message(5, Messages.gauge(point -> {})),
                                metric ->
                                        metric.text(1, "b")
                                                .message(
                                                        5,
                                                        data ->
                                                                data.message(
                                                                                1,
                                                                                point ->
                                                                                        point
                                                                                                .attribute(
                                                                                                        7,
                                                                                                        "__",
                                                                                                        "x"))
                                                                        .message(
                                                                                1,
                                                                                point ->
                                                                                        point
                                                                                                .attribute(
                                                                                                        7,
                                                                                                        "",
                                                                                                        "x"))
                                                                        .message(1, point -> {}))));

        assertThat(decoded.samples()).containsExactly("b{} 0 0");
        assertThat(decoded.decoder().refusals().count(OtlpRefusal.METRIC_NAME)).isOne();
        assertThat(decoded.decoder().refusals().count(OtlpRefusal.LABEL_NAME)).isEqualTo(2);
    }

    @Test
    void decode_attributeValues_areTextAsTheCollectorHasIt() {
        value("true", any -> any.varint(2, 1));
        value("-9223372036854775808", any -> any.varint(3, Long.MIN_VALUE));
        value("1.5", any -> any.number(4, 1.5));
        value("1e-7", any -> any.number(4, 1e-7));
        value("1e-10", any -> any.number(4, 1e-10));
        value("1e+21", any -> any.number(4, 1e21));
        value("NaN", any -> any.number(4, Double.NaN));
        value("-Infinity", any -> any.number(4, Double.NEGATIVE_INFINITY));
        value("-0", any -> any.number(4, -0.0));
        value("AQL9", any -> any.bytes(7, new byte[] {1, 2, -3}));
        value("[]", any -> any.message(5, list -> {}));
        value("[null,\"\\u0007\\ufffd\"]", any -> any.message(5, AttributesTest::oddities));
        value(
                "{\"a\":2,\"b\":{}}",
                any ->
                        any.message(
                                6,
                                map ->
                                        map.attribute(1, "b", b -> b.message(6, inner -> {}))
                                                .attribute(1, "a", a -> a.varint(3, 1))
                                                .attribute(1, "a", a -> a.varint(3, 2))));
        value("last", any -> any.varint(3, 1).text(1, "last"));
    }

    @Test
    void decode_valueThatJsonCannotSay_isEmpty() {
        byte[] request =
                attributes(point ->
                        point.attribute(
                                7,
                                "x",
                                any ->
                                        any.message(
                                                5,
                                                list ->
                                                        list.message(
                                                                1, n -> n.number(4, Double.NaN)))));

        assertThat(Decoded.of(request).samples()).containsExactly("a{} 0 0");
    }

    @Test
    void decode_valueNestedTooDeep_isRefusedAlone() {
        assertThat(Decoded.of(nested(16)).samples())
                .containsExactly("a{x=\"" + "[".repeat(16) + "]".repeat(16) + "\"} 0 0");
        assertThat(Decoded.of(nested(17)).decoder().refusals().count(OtlpRefusal.TOO_DEEP)).isOne();
        assertThat(Decoded.of(nested(200)).decoder().refusals().count(OtlpRefusal.TOO_DEEP))
                .isOne();
    }

    private static byte[] attributes(Consumer<Messages> point) {
        return Messages.request(metric -> metric.text(1, "a").message(5, Messages.gauge(point)));
    }

    private static byte[] nested(int depth) {
        return attributes(point -> point.attribute(7, "x", any -> nest(any, depth)));
    }

    /// A list in a list in …
    static void nest(Messages any, int depth) {
        any.message(
                5,
                list -> {
                    if (depth > 1) {
                        list.message(1, inner -> nest(inner, depth - 1));
                    }
                });
    }

    private static void oddities(Messages list) {
        list.message(1, none -> {}).message(1, any -> any.bytes(1, new byte[] {7, -1}));
    }

    private static void value(String want, Consumer<Messages> any) {
        Decoded decoded = Decoded.of(attributes(point -> point.attribute(7, "x", any)));

        assertThat(decoded.labels(0)).containsEntry("x", want);
    }
}
