package io.tributary.gateway.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.registry.ClusterEntry.Difference;
import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Verdict;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.Relabeling;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LabelAdmissionTest {
    private static final byte[] NAME = "__name__".getBytes(StandardCharsets.UTF_8);
    private static final byte[] UP = "up".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BROKEN = {'a', (byte) 0xff};

    private final Tenant tenant = new Tenant(new UUID(0, 1), "a");
    private final Route route =
            new Route(
                    1,
                    tenant,
                    Dialect.REMOTE_WRITE_1,
                    true,
                    0,
                    policy(Labels.empty(), Difference.OVERWRITE));
    private final List<String> differing = new ArrayList<>();
    private final LabelAdmission admission =
            new LabelAdmission((of, stamp, given) -> differing.add(stamp.name() + "=" + given));

    @Test
    void admit_goodLabels_areSortedAndGoToTheRoutesTenant() {
        Verdict verdict = admit("job", "node", "__name__", "up", "Zone", "b");

        assertThat(verdict.isRefused()).isFalse();
        assertThat(verdict.tenant()).isEqualTo(tenant);
        assertThat(pairs(verdict.key())).containsExactly("Zone=b", "__name__=up", "job=node");
        assertThat(verdict.stamps().count()).isZero();
    }

    @Test
    void admit_stampedLabel_isThatOfTheServerWhateverTheSenderSays() {
        Route stamped = stamped(Difference.OVERWRITE);

        Verdict silent = admit(stamped, "__name__", "up");
        assertThat(pairs(silent.key())).containsExactly("__name__=up");
        assertThat(pairs(silent.stamps())).containsExactly("cluster=eu-1", "region=eu");
        Verdict same = admit(stamped, "__name__", "up", "cluster", "eu-1");
        assertThat(same.labels()).isEqualTo(silent.labels());
        assertThat(differing).isEmpty();

        Verdict other = admit(stamped, "cluster", "us-1", "__name__", "up", "region", "");
        assertThat(other.labels()).isEqualTo(silent.labels());
        assertThat(pairs(other.key())).containsExactly("__name__=up");
        assertThat(differing).containsExactly("cluster=us-1");
    }

    @Test
    void admit_stampedLabelThatDiffers_isRefusedWherePolicySaysSo() {
        assertRefused(
                admit(stamped(Difference.REFUSE), "__name__", "up", "cluster", "us-1"),
                Refusal.STAMP_DIFFERS,
                "label \"cluster\" is \"us-1\", and the server stamps \"eu-1\" on series of this sender");
        assertThat(differing).containsExactly("cluster=us-1");
    }

    @Test
    void admit_symbols_areReadAsLabels_orRefusedWithWhatIsWrong() {
        Route route = symbols(policy(Labels.empty(), Difference.OVERWRITE));

        assertThat(pairs(admit(route, 0, 1, 2, 3).key())).containsExactly("__name__=up", "a=b");
        assertRefused(
                admit(route, 0, 1, 2, 7),
                Refusal.LABEL_INVALID,
                "a label refers to symbol 7, and the request has 5");
        assertRefused(
                admit(route, 0, 1, 2),
                Refusal.LABEL_INVALID,
                "3 refs of labels: a name has no value");
    }

    /// Each series may name a symbol that is as long as the request.
    @Test
    void admit_longSymbols_areRefusedBeforeTheyAreCopied() {
        Route route = symbols(policy(Labels.empty(), Difference.OVERWRITE));
        Verdict value = admit(route, 0, 1, 2, 4);
        Verdict name = admit(route, 0, 1, 4, 3);
        Verdict many = admit(route, new int[2 * 1_101]);

        assertRefused(
                value,
                Refusal.LABEL_VALUE_TOO_LONG,
                "value of label \"a\" has 1000000 bytes, at most 30 are allowed (limits.max_label_value_length): \""
                        + "v".repeat(100)
                        + "…\"");
        assertRefused(
                name,
                Refusal.LABEL_NAME_TOO_LONG,
                "label name \""
                        + "v".repeat(100)
                        + "…\" has 1000000 bytes, at most 20 are allowed (limits.max_label_name_length)");
        assertRefused(
                many,
                Refusal.MAX_LABEL_NAMES_PER_SERIES,
                "a series has 1101 labels, empty ones included; at most 1100 are looked at");
        assertThat(value.key().sizeBytes() + name.key().sizeBytes() + many.key().sizeBytes())
                .isZero();
    }

    private Route symbols(DoorPolicy policy) {
        return new Route(2, tenant, Dialect.SYMBOLS, true, 0, policy);
    }

    /// Of the symbols `__name__`, `up`, `a`, `b` and one of a million bytes.
    private Verdict admit(Route route, int... refs) {
        WriteBatch batch = new WriteBatch();
        batch.reset(("__name__upab" + "v".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8));
        int from = 0;
        for (int length : new int[] {8, 2, 1, 1, 1_000_000}) {
            batch.symbols().add(from, length);
            from += length;
        }
        for (int ref : refs) {
            batch.symbols().addRef(ref);
        }
        batch.beginSeries(0, refs.length);
        Verdict verdict = new Verdict();
        admission.admit(route, batch, 0, verdict);
        return verdict;
    }

    private Route stamped(Difference difference) {
        return new Route(
                2,
                tenant,
                Dialect.REMOTE_WRITE_1,
                true,
                0,
                policy(Labels.of("cluster", "eu-1", "region", "eu"), difference));
    }

    @Test
    void admit_relabeled_beforeItIsStampedAndCheckedAgain() {
        Relabeling rules =
                Relabeling.of(
                        List.of(
                                RelabelRule.builder()
                                        .sourceLabels(List.of("pod"))
                                        .targetLabel("cluster")
                                        .build(),
                                RelabelRule.builder().action("labeldrop").regex("pod|tmp").build(),
                                RelabelRule.builder()
                                        .action("drop")
                                        .sourceLabels(List.of("__name__"))
                                        .regex("noise_.*")
                                        .build(),
                                RelabelRule.builder()
                                        .sourceLabels(List.of("long"))
                                        .targetLabel("n".repeat(21))
                                        .regex("(.+)")
                                        .build()));
        Route route = relabeled(rules);

        Verdict kept = admit(route, "__name__", "up", "pod", "forged", "tmp", "1");
        assertThat(kept.labels()).isEqualTo(Labels.of("__name__", "up", "cluster", "eu-1"));
        assertRefused(
                admit(route, "__name__", "noise_1", "pod", "a"),
                Refusal.RELABEL_DROPPED,
                "relabeling rules of the tenant or cluster drop the series \"noise_1\"");
        assertThat(admit(route, "__name__", "up", "long", "x").refusal())
                .isEqualTo(Refusal.LABEL_NAME_TOO_LONG);
    }

    @Test
    void admit_nameOfARegisteredClusterByWhoIsNone_isRefused() {
        DoorPolicy policy =
                new DoorPolicy(
                        "a",
                        "",
                        new LabelLimits(4, 20, 60),
                        List.of(),
                        List.of(),
                        Labels.empty(),
                        Difference.OVERWRITE,
                        Set.of("eu-1"));
        Route route = new Route(3, tenant, Dialect.REMOTE_WRITE_1, true, 0, policy);

        assertRefused(
                admit(route, "__name__", "up", "cluster", "eu-1"),
                Refusal.STAMP_DIFFERS,
                "label \"cluster\" is \"eu-1\", a registered cluster, which the sender is not: that label is the server's to stamp, on what comes by a credential or agent of that cluster");
        for (String free : List.of("eu-2", "EU-1", "")) {
            assertThat(admit(route, "__name__", "up", "cluster", free).isRefused()).isFalse();
        }
    }

    private Route relabeled(Relabeling rules) {
        DoorPolicy policy =
                new DoorPolicy(
                        "a",
                        "",
                        new LabelLimits(4, 20, 30),
                        List.of(),
                        List.of(Relabeling.NONE, rules),
                        Labels.of("cluster", "eu-1"),
                        Difference.OVERWRITE,
                        Set.of());
        return new Route(3, tenant, Dialect.REMOTE_WRITE_1, true, 0, policy);
    }

    @Test
    void admit_utf8NamesAndValues_areKept() {
        Verdict verdict = admit("__name__", "größe", "http.method 🙂", "ü");

        assertThat(pairs(verdict.key())).containsExactly("__name__=größe", "http.method 🙂=ü");
    }

    @Test
    void admit_emptyValues_areDroppedAndNotCounted() {
        Verdict verdict =
                admit("__name__", "up", "a", "", "b", "1", "c", "", "d", "1", "e", "", "f", "1");

        assertThat(pairs(verdict.key())).containsExactly("__name__=up", "b=1", "d=1", "f=1");
    }

    @Test
    void admit_limitsReachedExactly_isAccepted() {
        Verdict verdict =
                admit("__name__", "u".repeat(30), "n".repeat(20), "1", "a", "1", "b", "1");

        assertThat(verdict.isRefused()).isFalse();
    }

    @Test
    void admit_noMetricName_isRefused() {
        assertRefused(
                admit("job", "node"),
                Refusal.MISSING_METRIC_NAME,
                "label __name__ is missing or empty: its first label is \"job\"=\"node\"");
    }

    @Test
    void admit_emptyMetricName_isRefused() {
        assertRefused(
                admit("__name__", ""),
                Refusal.MISSING_METRIC_NAME,
                "label __name__ is missing or empty: the series has no labels");
    }

    @Test
    void admit_noLabels_isRefused() {
        assertRefused(
                admit(),
                Refusal.MISSING_METRIC_NAME,
                "label __name__ is missing or empty: the series has no labels");
    }

    @Test
    void admit_emptyLabelName_isRefused() {
        assertRefused(
                admit("__name__", "up", "", "x"),
                Refusal.LABEL_INVALID,
                "a label name is empty (its value is \"x\")");
    }

    @Test
    void admit_duplicateName_isRefusedEvenWhereOneIsEmpty() {
        assertRefused(
                admit("__name__", "up", "a", "1", "b", "2", "a", ""),
                Refusal.DUPLICATE_LABEL_NAMES,
                "label name \"a\" stands twice");
    }

    @Test
    void admit_tenantLabel_isRefused() {
        assertRefused(
                admit("__name__", "up", "__tenant_id__", "other"),
                Refusal.LABEL_INVALID,
                "label name __tenant_id__ is reserved and may not be written");
    }

    @Test
    void admit_tooManyLabels_isRefusedNamingTheSeriesAndTheLimit() {
        assertRefused(
                admit("__name__", "up", "a", "1", "b", "1", "c", "1", "d", "1"),
                Refusal.MAX_LABEL_NAMES_PER_SERIES,
                "series \"up\" has 5 labels, at most 4 are allowed (limits.max_label_names_per_series)");
    }

    @Test
    void admit_nameTooLong_isRefused() {
        assertRefused(
                admit("__name__", "up", "n".repeat(21), "1"),
                Refusal.LABEL_NAME_TOO_LONG,
                "label name \"nnnnnnnnnnnnnnnnnnnnn\" has 21 bytes, at most 20 are allowed (limits.max_label_name_length)");
    }

    @Test
    void admit_valueTooLong_isRefusedAndShownInPart() {
        assertRefused(
                admit("__name__", "up", "a", "v".repeat(5_000)),
                Refusal.LABEL_VALUE_TOO_LONG,
                "value of label \"a\" has 5000 bytes, at most 30 are allowed (limits.max_label_value_length): \""
                        + "v".repeat(100)
                        + "…\"");
    }

    @Test
    void admit_nameNotUtf8_isRefused() {
        assertRefused(
                admit(new LabelBytes().add(NAME, UP).add(BROKEN, UP).bytes()),
                Refusal.LABEL_NOT_UTF8,
                "label name \"a\uFFFD\" is not valid UTF-8");
    }

    @Test
    void admit_valueNotUtf8_isRefused() {
        assertRefused(
                admit(new LabelBytes().add(NAME, BROKEN).bytes()),
                Refusal.LABEL_NOT_UTF8,
                "value of label \"__name__\" is not valid UTF-8: \"a\uFFFD\"");
    }

    @Test
    void admit_afterARefusal_verdictIsFresh() {
        Verdict verdict = new Verdict();
        admit(LabelBytes.of("job", "node"), verdict);
        admit(LabelBytes.of("__name__", "up"), verdict);

        assertThat(verdict.isRefused()).isFalse();
        assertThat(pairs(verdict.key())).containsExactly("__name__=up");
    }

    private Verdict admit(String... namesAndValues) {
        return admit(LabelBytes.of(namesAndValues));
    }

    private Verdict admit(Route of, String... namesAndValues) {
        Verdict verdict = new Verdict();
        admission.admit(of, batch(LabelBytes.of(namesAndValues)), 0, verdict);
        return verdict;
    }

    private Verdict admit(byte[] labels) {
        Verdict verdict = new Verdict();
        admit(labels, verdict);
        return verdict;
    }

    private void admit(byte[] labels, Verdict verdict) {
        admission.admit(route, batch(labels), 0, verdict);
    }

    /// One series, its labels somewhere among other bytes.
    private static WriteBatch batch(byte[] labels) {
        byte[] padded = new byte[labels.length + 7];
        System.arraycopy(labels, 0, padded, 3, labels.length);
        WriteBatch batch = new WriteBatch();
        batch.reset(padded);
        batch.beginSeries(3, labels.length);
        return batch;
    }

    private static DoorPolicy policy(Labels stamps, Difference difference) {
        return new DoorPolicy(
                "a",
                "",
                new LabelLimits(4, 20, 30),
                List.of(),
                List.of(),
                stamps,
                difference,
                Set.of());
    }

    private static void assertRefused(Verdict verdict, Refusal reason, String text) {
        assertThat(verdict.isRefused()).isTrue();
        assertThat(verdict.refusal()).isEqualTo(reason);
        assertThat(verdict.detail()).isEqualTo(text);
    }

    private static List<String> pairs(LabelPairs labels) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < labels.count(); i++) {
            pairs.add(labels.name(i) + "=" + labels.value(i));
        }
        return pairs;
    }
}
