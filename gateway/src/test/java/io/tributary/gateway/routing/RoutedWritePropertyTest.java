package io.tributary.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.routing.RoutingPolicy.Otherwise;
import io.tributary.gateway.routing.RoutingPolicy.Take;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.SampleSink;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import io.tributary.testkit.SeededCases;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Random writes by random policies: parts, answers and metadata are what the rules say, done here
/// in plain words, series by series.
class RoutedWritePropertyTest {
    private static final List<String> LABELS = List.of("t", "u", "ns");
    private static final List<String> VALUES =
            List.of("a", "b", "c", "own", "team-a", "nobody", "refuses", "", "a|b");
    private static final List<Refusal> REFUSALS =
            List.of(Refusal.CONFLICT, Refusal.TOO_OLD, Refusal.RELABEL_DROPPED);

    private static final String STORED = "stored";
    private static final String WANTED = Refusal.RELABEL_DROPPED.word();

    /// A series as it is sent.
    private record Sent(Map<String, String> labels, int samples, int histograms, int exemplars) {}

    /// What the rules say of a series.
    private record Expected(Set<String> tenants, String refused) {}

    @Test
    void route_randomWrites_goAsTheRulesSay() {
        SeededCases.run(
                600,
                random -> {
                    RoutingPolicy policy = policy(random);
                    Dialect dialect = random.pick(List.of(Dialect.values()));
                    FamilyIndex families = new FamilyIndex();
                    Router router = Policies.router(policy, dialect, families);
                    RoutedWrite routed = new RoutedWrite();
                    Map<String, Set<String>> familyTenants = new HashMap<>();
                    for (int write = 0; write < 3; write++) {
                        List<Sent> sent = random.list(random.size(20), r -> sent(r));
                        List<String> told =
                                random.list(random.between(0, 3), r -> "m" + r.between(0, 3));
                        WriteBatch batch = batch(sent, told, dialect);
                        List<Expected> expected =
                                sent.stream().map(one -> expected(policy, one)).toList();
                        for (int i = 0; i < sent.size(); i++) {
                            familyTenants
                                    .computeIfAbsent(
                                            sent.get(i).labels().get("__name__"),
                                            _ -> new HashSet<>())
                                    .addAll(expected.get(i).tenants());
                        }

                        router.route(batch, routed);
                        routed.makeParts();

                        checkParts(routed, sent, expected, dialect);
                        checkMetadata(routed, policy, told, familyTenants);
                        checkAnswer(routed, sent, expected, random);
                        routed.clear();
                    }
                });
    }

    private static RoutingPolicy policy(SeededCases.Random random) {
        StringBuilder text = new StringBuilder();
        boolean labels = random.oneIn(2);
        boolean template = random.oneIn(3);
        if (labels) {
            text.append("labels: ").append(random.list(random.between(1, 3), r -> r.pick(LABELS)));
        }
        if (template) {
            text.append(text.isEmpty() ? "" : ", ").append("template: \"team-{{ns}}\"");
        }
        if (labels || template) {
            text.append(", take: ").append(random.pick(List.of("first", "all")));
            text.append(random.oneIn(8) ? ", prefix: team-" : "");
        }
        String more =
                "tenants: %s, default: %s, replicate: %s, unknown: %s, missing: %s, anyTenant: %s"
                        .formatted(
                                tenants(random),
                                tenants(random),
                                tenants(random),
                                random.pick(List.of("reject", "drop", "default")),
                                random.pick(List.of("reject", "drop", "default")),
                                random.oneIn(6));
        return Policies.policy(text + (text.isEmpty() ? "" : ", ") + more);
    }

    private static List<String> tenants(SeededCases.Random random) {
        return random.list(random.between(0, 2), r -> r.pick(Policies.TENANTS));
    }

    private static Sent sent(SeededCases.Random random) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("__name__", "m" + random.between(0, 3));
        for (String label : LABELS) {
            if (random.oneIn(2)) {
                labels.put(label, random.pick(VALUES));
            }
        }
        return new Sent(labels, random.between(0, 3), random.between(0, 1), random.between(0, 2));
    }

    private static Expected expected(RoutingPolicy policy, Sent sent) {
        List<String> names = new ArrayList<>();
        for (String label : policy.labels()) {
            String value = sent.labels().getOrDefault(label, "");
            if (!value.isEmpty()) {
                names.add(policy.prefix() + value);
            }
        }
        String ns = sent.labels().getOrDefault("ns", "");
        if (policy.template().isPresent() && !ns.isEmpty()) {
            names.add(policy.prefix() + "team-" + ns);
        }
        if (policy.take() == Take.FIRST && names.size() > 1) {
            names = names.subList(0, 1);
        }
        List<String> listed = policy.defaults().isEmpty() ? List.of("own") : policy.defaults();
        List<String> defaults = listed.stream().filter(name -> !name.equals("refuses")).toList();
        Set<String> tenants = new LinkedHashSet<>();
        if (names.isEmpty()) {
            String refused = otherwise(policy.missing(), "tenant_missing", defaults, tenants);
            if (!refused.isEmpty()) {
                return new Expected(Set.of(), refused);
            }
        }
        for (String name : names) {
            if (Policies.isGranted(policy, name) && !name.equals("refuses")) {
                tenants.add(name);
                continue;
            }
            String why = Policies.isGranted(policy, name) ? "tenant_refuses" : "tenant_unknown";
            String refused = otherwise(policy.unknown(), why, defaults, tenants);
            if (!refused.isEmpty()) {
                return new Expected(Set.of(), refused);
            }
        }
        tenants.addAll(replicas(policy));
        return new Expected(tenants, "");
    }

    private static String otherwise(
            Otherwise what, String why, List<String> defaults, Set<String> tenants) {
        return switch (what) {
            case REJECT -> why;
            case DROP -> "";
            case DEFAULT -> {
                tenants.addAll(defaults);
                yield defaults.isEmpty() ? "tenant_refuses" : "";
            }
        };
    }

    private static List<String> replicas(RoutingPolicy policy) {
        return policy.replicate().stream().filter(name -> !name.equals("refuses")).toList();
    }

    private static WriteBatch batch(List<Sent> sent, List<String> told, Dialect dialect) {
        BatchText text = new BatchText(dialect);
        sent.forEach(one -> text.add(one.labels()));
        told.forEach(text::addFamily);
        HistogramParts parts = new HistogramParts();
        parts.begin(Histogram.Kind.INTEGER, 3, 0, 0, 7, 0);
        WriteBatch batch = text.begin();
        for (int i = 0; i < sent.size(); i++) {
            text.beginSeries(i);
            batch.pointLast(point(i));
            if (isDelta(sent.get(i))) {
                batch.deltaLast();
            }
            for (int j = 0; j < sent.get(i).samples(); j++) {
                batch.addSample(1_000 * i + j, 10 * i + j);
            }
            for (int j = 0; j < sent.get(i).histograms(); j++) {
                batch.addHistogram(1_000 * i + j, ResetHint.UNKNOWN, parts);
            }
            for (int j = 0; j < sent.get(i).exemplars(); j++) {
                batch.exemplars().end(i, 1_000 * i + j, 100 * i + j);
            }
        }
        text.endFamilies();
        return batch;
    }

    /// Two series are a data point, and some are none.
    private static int point(int series) {
        return series % 5 == 4 ? 0 : series / 2 + 1;
    }

    private static boolean isDelta(Sent sent) {
        return sent.samples() == 2;
    }

    private static void checkParts(
            RoutedWrite routed, List<Sent> sent, List<Expected> expected, Dialect dialect) {
        Map<String, List<Integer>> byTenant = new LinkedHashMap<>();
        Map<String, Integer> refused = new HashMap<>();
        for (int i = 0; i < sent.size(); i++) {
            for (String tenant : expected.get(i).tenants()) {
                byTenant.computeIfAbsent(tenant, _ -> new ArrayList<>()).add(i);
            }
            if (!expected.get(i).refused().isEmpty()) {
                refused.merge(expected.get(i).refused(), points(sent.get(i)), Integer::sum);
            }
        }
        assertThat(routed.refusedOnTheWay()).isEqualTo(refused);
        Set<String> seen = new HashSet<>();
        for (SampleSink.Part part : routed.toAppend()) {
            String tenant = part.route().tenant().name();
            assertThat(seen.add(tenant)).isTrue();
            WriteBatch batch = part.batch();
            List<Integer> series = byTenant.getOrDefault(tenant, List.of());
            assertThat(batch.seriesCount()).isEqualTo(series.size());
            List<Long> exemplars = new ArrayList<>();
            for (int i = 0; i < series.size(); i++) {
                int source = series.get(i);
                assertThat(labels(batch, i, dialect)).isEqualTo(sent.get(source).labels());
                assertThat(batch.isDelta(i)).isEqualTo(isDelta(sent.get(source)));
                assertThat(batch.sampleEnd(i) - batch.sampleStart(i))
                        .isEqualTo(sent.get(source).samples());
                for (int j = batch.sampleStart(i); j < batch.sampleEnd(i); j++) {
                    assertThat(batch.valueBits(j))
                            .isEqualTo(10L * source + j - batch.sampleStart(i));
                }
                assertThat(batch.histogramEnd(i) - batch.histogramStart(i))
                        .isEqualTo(sent.get(source).histograms());
                for (int j = 0; j < sent.get(source).exemplars(); j++) {
                    exemplars.add(100L * source + j);
                    assertThat(batch.exemplars().series(exemplars.size() - 1)).isEqualTo(i);
                }
            }
            for (int i = 0; i < exemplars.size(); i++) {
                assertThat(batch.exemplars().valueBits(i)).isEqualTo(exemplars.get(i));
            }
            assertThat(batch.exemplarCount()).isEqualTo(exemplars.size());
        }
        assertThat(seen).containsAll(byTenant.keySet());
    }

    private static Map<String, String> labels(WriteBatch batch, int series, Dialect dialect) {
        LabelPairs pairs = new LabelPairs();
        assertThat(new SeriesLabels().read(dialect, batch, series, pairs)).isEmpty();
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < pairs.count(); i++) {
            labels.put(pairs.name(i), pairs.value(i));
        }
        return labels;
    }

    private static void checkMetadata(
            RoutedWrite routed,
            RoutingPolicy policy,
            List<String> told,
            Map<String, Set<String>> familyTenants) {
        Map<String, List<String>> expected = new HashMap<>();
        int dropped = 0;
        for (String family : told) {
            Set<String> tenants = new HashSet<>(replicas(policy));
            tenants.addAll(
                    policy.isFixed()
                            ? expected(policy, new Sent(Map.of(), 0, 0, 0)).tenants()
                            : familyTenants.getOrDefault(family, Set.of()));
            if (policy.isFixed()) {
                List<String> listed =
                        policy.defaults().isEmpty() ? List.of("own") : policy.defaults();
                listed.stream().filter(name -> !name.equals("refuses")).forEach(tenants::add);
            }
            tenants.forEach(
                    tenant -> expected.computeIfAbsent(tenant, _ -> new ArrayList<>()).add(family));
            dropped += tenants.isEmpty() ? 1 : 0;
        }
        Map<String, List<String>> found = new HashMap<>();
        for (SampleSink.Part part : routed.toAppend()) {
            WriteBatch batch = part.batch();
            for (int i = 0; i < batch.metadataCount(); i++) {
                found.computeIfAbsent(part.route().tenant().name(), _ -> new ArrayList<>())
                        .add(
                                new String(
                                        batch.bytes(),
                                        batch.metadata().familyOffset(i),
                                        batch.metadata().familyLength(i),
                                        StandardCharsets.UTF_8));
            }
        }
        assertThat(found).isEqualTo(expected);
        assertThat(routed.metadataDropped()).isEqualTo(dropped);
    }

    /// One part may be left out.
    private static void checkAnswer(
            RoutedWrite routed,
            List<Sent> sent,
            List<Expected> expected,
            SeededCases.Random random) {
        String left = "";
        if (routed.partCount() > 0 && random.oneIn(4)) {
            int part = random.between(0, routed.partCount() - 1);
            left = routed.route(part).tenant().name();
            routed.leaveOut(part, "rate", "too fast");
        }
        Map<Long, List<String>> fates = new TreeMap<>();
        List<WriteResult> results = new ArrayList<>();
        for (SampleSink.Part part : routed.toAppend()) {
            results.add(store(part, fates, random));
        }
        int leftOut = 0;
        int histograms = 0;
        int exemplars = 0;
        Map<String, Integer> counts = new HashMap<>();
        Set<Integer> refusedPoints = new HashSet<>();
        for (int i = 0; i < sent.size(); i++) {
            Set<String> tenants = expected.get(i).tenants();
            if (!expected.get(i).refused().isEmpty()) {
                refusedPoints.add(point(i));
            }
            if (tenants.contains(left)) {
                leftOut += points(sent.get(i));
                if (points(sent.get(i)) > 0) {
                    refusedPoints.add(point(i));
                }
            } else if (!tenants.isEmpty()) {
                exemplars += sent.get(i).exemplars();
                histograms += sent.get(i).histograms();
                for (int j = 0; j < sent.get(i).samples(); j++) {
                    String fate = fate(fates.getOrDefault(10L * i + j, List.of()));
                    counts.merge(fate, 1, Integer::sum);
                    if (!fate.equals(STORED) && !fate.equals(WANTED)) {
                        refusedPoints.add(point(i));
                    }
                }
            }
        }

        WriteResult.Accepted answer = (WriteResult.Accepted) routed.result(results);

        assertThat(answer.samplesWritten()).isEqualTo(counts.getOrDefault(STORED, 0));
        counts.remove(STORED);
        Map<String, Integer> refused = new HashMap<>();
        answer.refused().forEach((reason, count) -> refused.put(reason.word(), count));
        assertThat(refused).isEqualTo(counts);
        refusedPoints.remove(0);
        assertThat(routed.pointsRefused()).isEqualTo(refusedPoints.size());
        assertThat(answer.histogramsWritten()).isEqualTo(histograms);
        assertThat(routed.refusedOfParts().getOrDefault("rate", 0)).isEqualTo(leftOut);
        assertThat(answer.exemplarsWritten()).isBetween(left.isEmpty() ? exemplars : 0, exemplars);
    }

    /// Stores and refuses at random.
    ///
    /// @param fates of each sample, by its value, in the order of the parts
    private static WriteResult store(
            SampleSink.Part part, Map<Long, List<String>> fates, SeededCases.Random random) {
        for (int j = 0; j < part.batch().sampleCount(); j++) {
            Refusal reason = random.pick(REFUSALS);
            boolean stored = random.oneIn(2);
            if (stored) {
                part.samples().stored(j);
            } else {
                part.samples().refused(j, reason);
            }
            fates.computeIfAbsent(part.batch().valueBits(j), _ -> new ArrayList<>())
                    .add(stored ? STORED : reason.word());
        }
        for (int j = 0; j < part.batch().histogramCount(); j++) {
            part.histograms().stored(j);
        }
        return new WriteResult.Accepted(
                0, 0, part.batch().exemplarCount(), 0, 0, Map.of(), "", List.of(), 5);
    }

    /// Of a sample, of those of its copies.
    private static String fate(List<String> copies) {
        return copies.stream()
                .filter(one -> !one.equals(STORED) && !one.equals(WANTED))
                .findFirst()
                .orElse(copies.contains(STORED) ? STORED : WANTED);
    }

    private static int points(Sent sent) {
        return sent.samples() + sent.histograms();
    }
}
