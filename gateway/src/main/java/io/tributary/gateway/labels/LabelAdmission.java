package io.tributary.gateway.labels;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.remotewrite.RemoteWrite1Labels;
import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.ClusterEntry.Difference;
import io.tributary.model.GoQuote;
import io.tributary.model.Label;
import io.tributary.model.flow.Admission;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Verdict;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.relabel.Relabeling;
import java.nio.charset.StandardCharsets;

/// Checks the labels of a new series and puts them into the form in which they are kept: sorted,
/// each name once, no empty value.
///
/// Names and values may be any UTF-8, as in Prometheus 3. The first thing wrong refuses the series;
/// the text names the label and, where there is one, the limit.
public final class LabelAdmission implements Admission {
    /// Labels of a series that are sorted and checked at all, empty ones included; above the limit
    /// anybody may set.
    private static final int COUNT_MAX = 1_100;

    /// How much of a name or value is shown in a refusal, in characters.
    static final int SHOWN_MAX = 100;

    private static final byte[] METRIC_NAME = Label.METRIC_NAME.getBytes(StandardCharsets.UTF_8);
    private static final byte[] CLUSTER = ClusterEntry.LABEL.getBytes(StandardCharsets.UTF_8);
    private static final byte[] TENANT_NAME = Label.TENANT_ID.getBytes(StandardCharsets.UTF_8);

    private final StampWitness witness;

    /// @param witness is told of series whose sender said otherwise than their stamps
    public LabelAdmission(StampWitness witness) {
        this.witness = witness;
    }

    @Override
    public void admit(Route route, WriteBatch batch, int series, Verdict verdict) {
        admit(route, batch, series, verdict, AdmissionSteps.NONE);
    }

    /// The same, before the eyes of somebody.
    public void admit(
            Route route, WriteBatch batch, int series, Verdict verdict, AdmissionSteps steps) {
        verdict.clear();
        LabelPairs labels = verdict.key();
        DoorPolicy policy = DoorPolicy.of(route);
        LabelLimits limits = policy.limits();
        boolean isRead =
                switch (route.dialect()) {
                    case REMOTE_WRITE_1 -> read(batch, series, verdict);
                    case SYMBOLS -> SymbolLabels.read(batch, series, limits, verdict);
                };
        if (!isRead) {
            return;
        }
        labels.sort();
        if (!checkNames(labels, limits, verdict) || !checkValues(labels, limits, verdict)) {
            return;
        }
        remove(policy, labels, steps);
        if (relabel(policy, limits, verdict, steps)
                && stamp(route, policy, verdict, steps)
                && checkSeries(labels, limits, verdict)) {
            verdict.accept(route.target());
        }
    }

    private static void remove(DoorPolicy policy, LabelPairs labels, AdmissionSteps steps) {
        for (String removed : policy.removed()) {
            byte[] name = removed.getBytes(StandardCharsets.UTF_8);
            for (int i = labels.count() - 1; i >= 0; i--) {
                if (labels.isNamed(i, name)) {
                    steps.removed(labels, i);
                    labels.remove(i);
                }
            }
        }
    }

    private static boolean read(WriteBatch batch, int series, Verdict verdict) {
        LabelPairs labels = verdict.key();
        try {
            RemoteWrite1Labels.decode(
                    batch.bytes(), batch.keyOffset(series), batch.keyLength(series), labels);
        } catch (MalformedRequestException e) {
            throw new IllegalStateException("BUG: labels that a decoder let pass", e);
        }
        return checkCount(labels.count(), verdict);
    }

    static boolean checkCount(int labels, Verdict verdict) {
        return labels <= COUNT_MAX
                || refuse(
                        verdict,
                        Refusal.MAX_LABEL_NAMES_PER_SERIES,
                        "a series has %d labels, empty ones included; at most %d are looked at"
                                .formatted(labels, COUNT_MAX));
    }

    private static boolean checkNames(LabelPairs labels, LabelLimits limits, Verdict verdict) {
        for (int i = 0; i < labels.count(); i++) {
            int length = labels.nameLength(i);
            if (length == 0) {
                return refuse(
                        verdict,
                        Refusal.LABEL_INVALID,
                        "a label name is empty (its value is " + shownValue(labels, i) + ")");
            }
            if (length > limits.nameBytes()) {
                return refuseName(verdict, shownName(labels, i), length, limits);
            }
            if (!Utf8.isValid(labels.bytes(), labels.nameOffset(i), length)) {
                return refuse(
                        verdict,
                        Refusal.LABEL_NOT_UTF8,
                        "label name " + shownName(labels, i) + " is not valid UTF-8");
            }
            if (i > 0 && labels.compareNames(i - 1, i) == 0) {
                return refuse(
                        verdict,
                        Refusal.DUPLICATE_LABEL_NAMES,
                        "label name " + shownName(labels, i) + " stands twice");
            }
            if (labels.isNamed(i, TENANT_NAME)) {
                return refuse(
                        verdict,
                        Refusal.LABEL_INVALID,
                        "label name " + Label.TENANT_ID + " is reserved and may not be written");
            }
        }
        return true;
    }

    /// Drops empty values, too: a label without a value is no label.
    private static boolean checkValues(LabelPairs labels, LabelLimits limits, Verdict verdict) {
        for (int i = labels.count() - 1; i >= 0; i--) {
            int length = labels.valueLength(i);
            if (length == 0) {
                labels.remove(i);
                continue;
            }
            if (length > limits.valueBytes()) {
                return refuseValue(
                        verdict, shownName(labels, i), shownValue(labels, i), length, limits);
            }
            if (!Utf8.isValid(labels.bytes(), labels.valueOffset(i), length)) {
                return refuse(
                        verdict,
                        Refusal.LABEL_NOT_UTF8,
                        "value of label %s is not valid UTF-8: %s"
                                .formatted(shownName(labels, i), shownValue(labels, i)));
            }
        }
        return true;
    }

    /// Rewrites the labels as the tenant's and the cluster's rules say, and checks what came of it.
    private static boolean relabel(
            DoorPolicy policy, LabelLimits limits, Verdict verdict, AdmissionSteps steps) {
        LabelPairs labels = verdict.key();
        for (Relabeling rules : policy.relabelings()) {
            String series = rules.isEmpty() ? "" : shownSeries(labels);
            switch (rules.apply(labels, steps)) {
                case Relabeling.Outcome.Kept _ -> {}
                case Relabeling.Outcome.Dropped _ -> {
                    return refuse(
                            verdict,
                            Refusal.RELABEL_DROPPED,
                            "relabeling rules of the tenant or cluster drop the series " + series);
                }
                case Relabeling.Outcome.TooLarge(var why) -> {
                    return refuse(verdict, Refusal.RELABEL_TOO_LARGE, why + ": series " + series);
                }
            }
        }
        return policy.relabelings().isEmpty()
                || (checkNames(labels, limits, verdict) && checkValues(labels, limits, verdict));
    }

    private static String shownSeries(LabelPairs labels) {
        int metricName = labels.find(METRIC_NAME);
        return metricName < 0 ? "without a name" : shownValue(labels, metricName);
    }

    /// Puts the stamps on, in place of what the sender said of these labels.
    private boolean stamp(Route route, DoorPolicy policy, Verdict verdict, AdmissionSteps steps) {
        LabelPairs labels = verdict.key();
        if (policy.stamps().isEmpty()) {
            return policy.clusters().isEmpty() || checkCluster(policy, labels, verdict);
        }
        for (Label stamp : policy.stamps().asList()) {
            byte[] name = stamp.name().getBytes(StandardCharsets.UTF_8);
            String said = "";
            for (int i = labels.count() - 1; i >= 0; i--) {
                if (!labels.isNamed(i, name)) {
                    continue;
                }
                String given = labels.value(i);
                said = given;
                if (!given.equals(stamp.value())) {
                    witness.differs(route, stamp, given);
                    if (policy.difference() == Difference.REFUSE) {
                        return refuse(
                                verdict,
                                Refusal.STAMP_DIFFERS,
                                "label %s is %s, and the server stamps %s on series of this sender"
                                        .formatted(
                                                shown(stamp.name()),
                                                shown(given),
                                                shown(stamp.value())));
                    }
                }
                labels.remove(i);
            }
            if (!stamp.value().isEmpty()) {
                verdict.stamps().add(stamp.name(), stamp.value());
            }
            steps.stamped(stamp, said);
        }
        return true;
    }

    /// Whether a sender who is no cluster calls itself none of those that are registered: what
    /// bears the name of one is from it.
    private static boolean checkCluster(DoorPolicy policy, LabelPairs labels, Verdict verdict) {
        for (int i = 0; i < labels.count(); i++) {
            if (labels.isNamed(i, CLUSTER) && policy.clusters().contains(labels.value(i))) {
                return refuse(
                        verdict,
                        Refusal.STAMP_DIFFERS,
                        "label %s is %s, a registered cluster, which the sender is not: that label is the server's to stamp, on what comes by a credential or agent of that cluster"
                                .formatted(shownName(labels, i), shownValue(labels, i)));
            }
        }
        return true;
    }

    private static boolean checkSeries(LabelPairs labels, LabelLimits limits, Verdict verdict) {
        int metricName = labels.find(METRIC_NAME);
        if (metricName < 0) {
            String first =
                    labels.count() == 0
                            ? "the series has no labels"
                            : "its first label is %s=%s"
                                    .formatted(shownName(labels, 0), shownValue(labels, 0));
            return refuse(
                    verdict,
                    Refusal.MISSING_METRIC_NAME,
                    "label " + Label.METRIC_NAME + " is missing or empty: " + first);
        }
        if (labels.count() > limits.namesPerSeries()) {
            return refuse(
                    verdict,
                    Refusal.MAX_LABEL_NAMES_PER_SERIES,
                    "series %s has %d labels, at most %d are allowed (limits.max_label_names_per_series)"
                            .formatted(
                                    shownValue(labels, metricName),
                                    labels.count(),
                                    limits.namesPerSeries()));
        }
        return true;
    }

    static boolean refuseName(Verdict verdict, String name, int length, LabelLimits limits) {
        return refuse(
                verdict,
                Refusal.LABEL_NAME_TOO_LONG,
                "label name %s has %d bytes, at most %d are allowed (limits.max_label_name_length)"
                        .formatted(name, length, limits.nameBytes()));
    }

    static boolean refuseValue(
            Verdict verdict, String name, String value, int length, LabelLimits limits) {
        return refuse(
                verdict,
                Refusal.LABEL_VALUE_TOO_LONG,
                "value of label %s has %d bytes, at most %d are allowed (limits.max_label_value_length): %s"
                        .formatted(name, length, limits.valueBytes(), value));
    }

    static boolean refuse(Verdict verdict, Refusal reason, String why) {
        verdict.refuse(reason, why);
        return false;
    }

    private static String shownName(LabelPairs labels, int index) {
        return shown(labels.name(index));
    }

    private static String shownValue(LabelPairs labels, int index) {
        return shown(labels.value(index));
    }

    static String shown(String text) {
        return GoQuote.quote(text, SHOWN_MAX);
    }
}
