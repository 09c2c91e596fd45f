package io.tributary.testkit.promqltest;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The labels of a series, name to value; `__name__` is one of them, empty values are absent.
///
/// Ordered as Prometheus orders the series of a matrix: label by label in the order of names, name
/// before value, by Unicode code points; the shorter first.
public record LabelSet(SortedMap<String, String> labels) implements Comparable<LabelSet> {
    /// The label that holds a metric's name.
    public static final String NAME = "__name__";

    /// The order of UTF-8 bytes, which is that of code points and not that of `String`.
    private static final Comparator<String> CODE_POINTS =
            (a, b) -> {
                int[] left = a.codePoints().toArray();
                int[] right = b.codePoints().toArray();
                return Arrays.compare(left, right);
            };

    private static final Comparator<Map.Entry<String, String>> NAME_THEN_VALUE =
            Map.Entry.<String, String>comparingByKey(CODE_POINTS)
                    .thenComparing(Map.Entry.comparingByValue(CODE_POINTS));

    public LabelSet {
        SortedMap<String, String> kept = new TreeMap<>(CODE_POINTS);
        labels.forEach((name, value) -> {
            if (!value.isEmpty()) {
                kept.put(name, value);
            }
        });
        labels = Collections.unmodifiableSortedMap(kept);
    }

    /// From a map in any order.
    public static LabelSet of(Map<String, String> labels) {
        return new LabelSet(new TreeMap<>(labels));
    }

    /// The metric's name; empty where there is none.
    public String name() {
        return value(NAME);
    }

    /// The value of a label; empty where there is none.
    public String value(String name) {
        return labels.getOrDefault(name, "");
    }

    /// The same labels with one set to `value`; without it where `value` is empty.
    public LabelSet with(String name, String value) {
        SortedMap<String, String> changed = new TreeMap<>(labels);
        changed.put(name, value);
        return new LabelSet(changed);
    }

    @Override
    public int compareTo(LabelSet other) {
        Iterator<Map.Entry<String, String>> left = labels.entrySet().iterator();
        Iterator<Map.Entry<String, String>> right = other.labels.entrySet().iterator();
        while (left.hasNext() && right.hasNext()) {
            int order = NAME_THEN_VALUE.compare(left.next(), right.next());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name()).append('{');
        String separator = "";
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!label.getKey().equals(NAME)) {
                text.append(separator).append(label.getKey()).append("=\"");
                text.append(label.getValue()).append('"');
                separator = ", ";
            }
        }
        return text.append('}').toString();
    }
}
