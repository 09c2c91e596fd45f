package io.tributary.format.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.otlp.rules.Deltas;
import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.format.otlp.rules.Promotion;
import io.tributary.format.otlp.rules.TranslationStrategy;
import io.tributary.model.flow.WriteBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What resources and scopes give their series.
final class ResourceTest {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    /// A gauge, a histogram of two bounds, `target_info`.
    @Test
    void series_areOfTheirPoints_andTargetInfoOfNone() {
        WriteBatch batch =
                Decoded.ofJson(
                                """
                                {"resourceMetrics": [{
                                  "resource": {"attributes": [
                                    {"key": "service.name", "value": {"stringValue": "s"}},
                                    {"key": "k", "value": {"stringValue": "v"}}]},
                                  "scopeMetrics": [{"metrics": [
                                    {"name": "g", "gauge": {"dataPoints": [
                                      {"timeUnixNano": "1000000", "asInt": 1}]}},
                                    {"name": "h", "histogram": {"aggregationTemporality": 2, "dataPoints": [
                                      {"timeUnixNano": "1000000", "count": 3, "sum": 4,
                                       "explicitBounds": [1, 2], "bucketCounts": [1, 1, 1]}]}}]}]}]}
                                """)
                        .batch();

        assertThat(batch.seriesCount()).isEqualTo(7);
        assertThat(points(batch, 0, 7)).isEqualTo(2);
        assertThat(points(batch, 1, 6)).isEqualTo(1);
        assertThat(points(batch, 2, 7)).isEqualTo(1);
        assertThat(points(batch, 6, 7)).isZero();
    }

    private static int points(WriteBatch batch, int from, int to) {
        BitSet series = new BitSet();
        series.set(from, to);
        return batch.pointCount(series);
    }

    @Test
    void resource_service_isJobAndInstance() {
        assertThat(Decoded.of(request(service("ns", "shop", "i1"), gauge(1))).samples())
                .containsExactly("a{instance=\"i1\",job=\"ns/shop\"} 60000 1");
        assertThat(Decoded.of(request(service("", "shop", ""), gauge(1))).samples())
                .containsExactly("a{job=\"shop\"} 60000 1");
        assertThat(Decoded.of(request(service("ns", "", ""), gauge(1))).samples())
                .containsExactly("a{} 60000 1");
    }

    @Test
    void resource_identity_standsInPlaceOfAPointsOwn() {
        byte[] request =
                request(
                        service("", "shop", ""),
                        point -> point.attribute(7, "job", "mine").attribute(7, "instance", "own"));

        assertThat(Decoded.of(request).samples())
                .containsExactly("a{instance=\"own\",job=\"shop\"} 0 0");
    }

    @Test
    void resource_attributes_areToldByTargetInfo() {
        byte[] request =
                request(
                        resource ->
                                service("", "shop", "i1")
                                        .andThen(r -> r.attribute(1, "host.name", "h"))
                                        .accept(resource),
                        gauge(1),
                        gauge(6),
                        gauge(4));
        String info = "target_info{host_name=\"h\",instance=\"i1\",job=\"shop\"} ";

        assertThat(Decoded.of(request).samples())
                .hasSize(6)
                .endsWith(info + "60000 1", info + "210000 1", info + "360000 1");
        assertThat(Decoded.of(request).metadata())
                .containsExactly("2 a '' ''", "2 target_info 'Target metadata' ''");
    }

    @Test
    void resource_identifyingAttributesKept_areLabelsOfTargetInfo() {
        byte[] request =
                request(service("", "shop", "").andThen(r -> r.attribute(1, "x", "y")), gauge(1));
        OtlpSettings settings =
                settings(TranslationStrategy.NO_TRANSLATION, new Promotion.Only(List.of()), true);

        assertThat(Decoded.of(request, settings).samples())
                .contains("target_info{job=\"shop\",service.name=\"shop\",x=\"y\"} 60000 1");
    }

    @Test
    void resource_withoutIdentityOrOthers_hasNoTargetInfo() {
        assertThat(Decoded.of(request(r -> r.attribute(1, "x", "y"), gauge(1))).samples())
                .containsExactly("a{} 60000 1");
        assertThat(Decoded.of(request(service("", "shop", "i"), gauge(1))).samples()).hasSize(1);
    }

    /// All of time would be ten billion samples.
    @Test
    void targetInfo_ofAllOfTime_isBounded() {
        byte[] request =
                request(
                        service("", "shop", "").andThen(r -> r.attribute(1, "x", "y")),
                        point -> point.fixed(3, 0),
                        point -> point.fixed(3, Long.MAX_VALUE));

        assertThat(Decoded.of(request).samples())
                .hasSize(2 + 1_000)
                .last()
                .isEqualTo("target_info{job=\"shop\",x=\"y\"} 9223372036854 1");
    }

    @Test
    void promotion_ofSome_doesNotCoverAPointsOwn() {
        OtlpSettings settings =
                settings(
                        TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES,
                        new Promotion.Only(List.of("pod.name", "zone")),
                        false);
        byte[] request =
                request(
                        r ->
                                r.attribute(1, "pod.name", "p")
                                        .attribute(1, "zone", "z")
                                        .attribute(1, "other", "o"),
                        point -> point.attribute(7, "zone", "own"),
                        point -> point.attribute(7, "zone", ""));

        assertThat(Decoded.of(request, settings).samples())
                .containsExactly(
                        "a{pod_name=\"p\",zone=\"own\"} 0 0", "a{pod_name=\"p\",zone=\"z\"} 0 0");
    }

    @Test
    void promotion_ofMoreThanAllowed_refusesTheResource() {
        OtlpSettings settings =
                settings(
                        TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES,
                        new Promotion.AllBut(List.of("c")),
                        false);
        Consumer<Messages> two =
                r -> r.attribute(1, "a", "1").attribute(1, "b", "2").attribute(1, "c", "3");

        assertThat(Decoded.of(request(two, gauge(1)), settings).samples())
                .containsExactly("a{a=\"1\",b=\"2\"} 60000 1");
        Decoded refused =
                Decoded.of(
                        request(two.andThen(r -> r.attribute(1, "d", "4")), gauge(1), gauge(2)),
                        settings);
        assertThat(refused.samples()).isEmpty();
        assertThat(refused.decoder().refusals().count(OtlpRefusal.TOO_MANY_PROMOTED)).isEqualTo(2);
    }

    @Test
    void promotion_ofANameThatCannotBe_refusesTheResource() {
        OtlpSettings settings =
                settings(
                        TranslationStrategy.NO_TRANSLATION, new Promotion.AllBut(List.of()), false);
        Decoded refused = Decoded.of(request(r -> r.attribute(1, "__", "x"), gauge(1)), settings);

        assertThat(refused.samples()).isEmpty();
        assertThat(refused.decoder().refusals().count(OtlpRefusal.LABEL_NAME)).isOne();
    }

    @Test
    void scope_promoted_standsInPlaceOfAPointsOwn() {
        OtlpSettings settings =
                settings(
                        TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES,
                        new Promotion.Only(List.of()),
                        false);
        byte[] named =
                scoped(scope -> scope.text(1, "lib").attribute(3, "a.b", "x"), "http://schema");

        assertThat(Decoded.of(named, settings).samples())
                .containsExactly(
                        "a{otel_scope_a_b=\"x\",otel_scope_name=\"lib\",otel_scope_schema_url=\"http://schema\"}"
                                + " 0 0");
        assertThat(Decoded.of(scoped(scope -> scope.text(2, "1"), ""), settings).samples())
                .containsExactly("a{otel_scope_version=\"own\"} 0 0");
        assertThat(Decoded.of(named).samples())
                .containsExactly("a{otel_scope_version=\"own\"} 0 0");
    }

    /// What stands last of a message counts as if it stood first.
    @Test
    void request_fieldsInAnyOrder_meanTheSame() {
        byte[] request =
                Messages.of(all ->
                        all.message(
                                1,
                                resource ->
                                        resource.message(
                                                        2,
                                                        scope ->
                                                                scope.message(
                                                                        2,
                                                                        metric ->
                                                                                metric.message(
                                                                                                7,
                                                                                                sum ->
                                                                                                        sum.varint(
                                                                                                                        3,
                                                                                                                        1)
                                                                                                                .varint(
                                                                                                                        2,
                                                                                                                        2)
                                                                                                                .message(
                                                                                                                        1,
                                                                                                                        gauge(
                                                                                                                                1)))
                                                                                        .text(
                                                                                                3,
                                                                                                "s")
                                                                                        .text(
                                                                                                1,
                                                                                                "a")))
                                                .message(1, service("", "shop", ""))));

        assertThat(Decoded.of(request).samples())
                .containsExactly("a_seconds_total{job=\"shop\"} 60000 1");
    }

    private static Consumer<Messages> gauge(int minutes) {
        return point -> point.fixed(3, minutes * MINUTE_NANOS).number(4, 1);
    }

    private static Consumer<Messages> service(String namespace, String name, String instance) {
        return resource -> {
            if (!namespace.isEmpty()) {
                resource.attribute(1, "service.namespace", namespace);
            }
            if (!name.isEmpty()) {
                resource.attribute(1, "service.name", name);
            }
            if (!instance.isEmpty()) {
                resource.attribute(1, "service.instance.id", instance);
            }
        };
    }

    /// A gauge `a` with these points.
    @SafeVarargs
    private static byte[] request(Consumer<Messages> resource, Consumer<Messages>... points) {
        List<Consumer<Messages>> all = new ArrayList<>();
        for (Consumer<Messages> point : points) {
            all.add(point);
        }
        return Messages.of(request ->
                request.message(
                        1,
                        out ->
                                out.message(1, resource)
                                        .message(
                                                2,
                                                scope ->
                                                        scope.message(
                                                                2,
                                                                metric -> metric(metric, all)))));
    }

    private static byte[] scoped(Consumer<Messages> scope, String schema) {
        Consumer<Messages> point = out -> out.attribute(7, "otel_scope_version", "own");
        return Messages.of(request ->
                request.message(
                        1,
                        resource ->
                                resource.message(
                                        2,
                                        out ->
                                                out.message(1, scope)
                                                        .message(2, m -> metric(m, List.of(point)))
                                                        .text(3, schema))));
    }

    private static void metric(Messages out, List<Consumer<Messages>> points) {
        out.text(1, "a").message(5, data -> points.forEach(point -> data.message(1, point)));
    }

    private static OtlpSettings settings(
            TranslationStrategy strategy, Promotion promotion, boolean keepIdentifying) {
        return new OtlpSettings(
                strategy,
                promotion,
                2,
                keepIdentifying,
                false,
                true,
                true,
                true,
                Deltas.REFUSE,
                Duration.ofMinutes(5));
    }
}
