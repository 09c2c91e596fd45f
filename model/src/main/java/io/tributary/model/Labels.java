package io.tributary.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// A label set: what names a series.
///
/// Sorted by the UTF-8 bytes of the names, each name once, no empty value (an absent label and an
/// empty one are the same in Prometheus). Order between sets is Prometheus' `labels.Compare`: name,
/// value, name, value …, a prefix first.
public final class Labels implements Comparable<Labels> {
    private static final Labels EMPTY = new Labels(new String[0]);

    /// name, value, name, value …
    private final String[] pairs;

    private final int hash;

    private Labels(String[] pairs) {
        this.pairs = pairs;
        this.hash = Arrays.hashCode(pairs);
    }

    public static Labels empty() {
        return EMPTY;
    }

    /// From name, value, name, value … in any order.
    ///
    /// @throws IllegalArgumentException if a name stands twice or the count is odd
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "BUG: a name without a value in " + Arrays.toString(namesAndValues));
        }
        Builder builder = new Builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (builder.has(namesAndValues[i])) {
                throw new IllegalArgumentException("BUG: label twice: " + namesAndValues[i]);
            }
            builder.set(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /// From pairs that are sorted, unique and without empty values already; the array becomes the
    /// set's own.
    ///
    /// @throws IllegalArgumentException if they are not
    public static Labels ofSorted(String[] pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1].isEmpty()
                    || (i > 0 && Utf8Order.compare(pairs[i - 2], pairs[i]) >= 0)) {
                throw new IllegalArgumentException(
                        "BUG: not a label set: " + Arrays.toString(pairs));
            }
        }
        return pairs.length == 0 ? EMPTY : new Labels(pairs);
    }

    /// How many labels.
    public int size() {
        return pairs.length / 2;
    }

    public boolean isEmpty() {
        return pairs.length == 0;
    }

    public String name(int index) {
        return pairs[2 * index];
    }

    public String value(int index) {
        return pairs[2 * index + 1];
    }

    /// The value of `name`, or the empty string where there is none.
    public String value(String name) {
        int index = find(name);
        return index < 0 ? "" : pairs[index + 1];
    }

    public boolean has(String name) {
        return find(name) >= 0;
    }

    public String metricName() {
        return value(Label.METRIC_NAME);
    }

    /// This set without the metric name.
    public Labels withoutMetricName() {
        return without(Set.of(Label.METRIC_NAME));
    }

    /// Only the labels whose names are in `names`.
    public Labels keep(Collection<String> names) {
        return filter(names, true);
    }

    /// All labels but those whose names are in `names`.
    public Labels without(Collection<String> names) {
        return filter(names, false);
    }

    public List<Label> asList() {
        List<Label> list = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            list.add(new Label(name(i), value(i)));
        }
        return List.copyOf(list);
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        for (int i = 0; i < pairs.length; i += 2) {
            builder.set(pairs[i], pairs[i + 1]);
        }
        return builder;
    }

    @Override
    public int compareTo(Labels other) {
        int shared = Math.min(pairs.length, other.pairs.length);
        for (int i = 0; i < shared; i++) {
            int order = Utf8Order.compare(pairs[i], other.pairs[i]);
            if (order != 0) {
                return order;
            }
        }
        return pairs.length - other.pairs.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels labels
                && hash == labels.hash
                && Arrays.equals(pairs, labels.pairs);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /// `{a="b", c="d"}`, quoted as Go's `strconv.Quote` does, as Prometheus' own messages show a
    /// set.
    @Override
    public String toString() {
        return shown(Integer.MAX_VALUE);
    }

    /// The text of {@link #toString} up to so many characters; `…` says that there are more.
    public String shown(int charsMax) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < pairs.length && text.length() <= charsMax; i += 2) {
            if (i > 0) {
                text.append(", ");
            }
            text.append(pairs[i]).append('=').append(GoQuote.quote(pairs[i + 1]));
        }
        text.append('}');
        if (text.length() <= charsMax) {
            return text.toString();
        }
        boolean cutsPair = charsMax > 0 && Character.isHighSurrogate(text.charAt(charsMax - 1));
        text.setLength(cutsPair ? charsMax - 1 : charsMax);
        return text.append('…').toString();
    }

    private Labels filter(Collection<String> names, boolean keepNamed) {
        String[] kept = new String[pairs.length];
        int count = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (names.contains(pairs[i]) == keepNamed) {
                kept[count++] = pairs[i];
                kept[count++] = pairs[i + 1];
            }
        }
        if (count == pairs.length) {
            return this;
        }
        return count == 0 ? EMPTY : new Labels(Arrays.copyOf(kept, count));
    }

    /// The position of `name` in `pairs`, or -1. Label sets are short: a scan beats a search.
    private int find(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /// Collects labels in any order; an empty value removes the label.
    public static final class Builder {
        private final TreeMap<String, String> labels = new TreeMap<>(Utf8Order::compare);

        public Builder set(String name, String value) {
            if (value.isEmpty()) {
                labels.remove(name);
            } else {
                labels.put(name, value);
            }
            return this;
        }

        public Builder remove(String name) {
            labels.remove(name);
            return this;
        }

        public boolean has(String name) {
            return labels.containsKey(name);
        }

        public Labels build() {
            String[] pairs = new String[2 * labels.size()];
            int count = 0;
            for (var label : labels.entrySet()) {
                pairs[count++] = label.getKey();
                pairs[count++] = label.getValue();
            }
            return count == 0 ? EMPTY : new Labels(pairs);
        }
    }
}
