package io.tributary.model.relabel;

import io.tributary.model.flow.LabelPairs;
import java.util.Map;
import java.util.TreeMap;

/// Series for the tests of relabeling.
final class Series {
    private Series() {}

    /// Names and values in turn, in the order they are sent.
    static LabelPairs of(String... namesAndValues) {
        LabelPairs pairs = new LabelPairs();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return pairs;
    }

    static LabelPairs of(Map<String, String> labels) {
        LabelPairs pairs = new LabelPairs();
        labels.forEach(pairs::add);
        return pairs;
    }

    /// As text, in the order they stand: `a=1 b=2`.
    static String text(LabelPairs pairs) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pairs.count(); i++) {
            text.append(i == 0 ? "" : " ").append(pairs.name(i)).append('=').append(pairs.value(i));
        }
        return text.toString();
    }

    static Map<String, String> map(LabelPairs pairs) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < pairs.count(); i++) {
            map.put(pairs.name(i), pairs.value(i));
        }
        return map;
    }
}
