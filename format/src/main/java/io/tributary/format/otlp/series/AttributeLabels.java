package io.tributary.format.otlp.series;

import io.tributary.format.otlp.attribute.AttributeList;
import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.name.LabelNames;
import io.tributary.format.otlp.name.LabelSet;
import io.tributary.format.otlp.name.Word;
import io.tributary.format.otlp.rules.OtlpRefusal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Makes labels of attributes. Where names are escaped, attributes may meet in one label: then
/// their values are joined by `;`, in the order of their keys.
///
/// Reused; owned by one thread at a time. Hot path, but for attributes that meet.
final class AttributeLabels {
    private static final byte SEPARATOR = ';';

    private final Texts texts;

    // Of attributes that meet: the next with the same label, or -1; by label, its first and last.
    private int[] next = {};
    private int[] first = {};
    private int[] last = {};

    AttributeLabels(Texts texts) {
        this.texts = texts;
    }

    /// Fills `into` with the labels of a list.
    ///
    /// @param ignored keys whose attributes are passed over
    OtlpRefusal fill(AttributeList list, List<byte[]> ignored, Vocabulary words, LabelSet into) {
        if (list.isTooDeep()) {
            return OtlpRefusal.TOO_DEEP;
        }
        LabelNames names = words.labels();
        boolean meet = false;
        into.begin(names);
        for (int i = 0; i < list.count(); i++) {
            if (isIgnored(list, i, ignored)) {
                continue;
            }
            Word name = nameOf(list, i, names);
            if (name == Word.NONE) {
                return words.noLabel();
            }
            if (name == words.metricName()) {
                continue; // the metric's own name comes later, in place of this
            }
            if (into.find(name) < 0) {
                into.add(name, list.valueOffset(i), list.valueLength(i));
            } else {
                meet = true;
            }
        }
        if (!meet) {
            return OtlpRefusal.NONE;
        }
        if (!names.escapes()) {
            return OtlpRefusal.DUPLICATE_ATTRIBUTE;
        }
        join(list, ignored, names, into);
        return OtlpRefusal.NONE;
    }

    private Word nameOf(AttributeList list, int attribute, LabelNames names) {
        return names.ofAttribute(
                texts.bytes(), list.keyOffset(attribute), list.keyLength(attribute), attribute);
    }

    private static boolean isIgnored(AttributeList list, int attribute, List<byte[]> ignored) {
        for (int i = 0; i < ignored.size(); i++) {
            if (list.hasKey(attribute, ignored.get(i))) {
                return true;
            }
        }
        return false;
    }

    /// Chains the attributes of each label in the order of their keys, then writes each chain.
    private void join(AttributeList list, List<byte[]> ignored, LabelNames names, LabelSet into) {
        next = new int[list.count()];
        first = new int[into.count()];
        last = new int[into.count()];
        Arrays.fill(next, -1);
        Arrays.fill(first, -1);
        for (int attribute : sorted(list)) {
            int place = into.find(nameOf(list, attribute, names));
            if (place < 0 || isIgnored(list, attribute, ignored)) {
                continue;
            }
            if (first[place] < 0) {
                first[place] = attribute;
            } else {
                next[last[place]] = attribute;
            }
            last[place] = attribute;
        }
        for (int place = 0; place < into.count(); place++) {
            if (next[first[place]] >= 0) {
                int start = texts.end();
                writeChain(list, first[place]);
                into.setValue(place, start, texts.end() - start);
            }
        }
    }

    /// Empty values before the first that is none do not count, as if they were not there.
    private void writeChain(AttributeList list, int from) {
        int start = texts.end();
        for (int i = from; i >= 0; i = next[i]) {
            if (texts.end() > start) {
                texts.put(SEPARATOR);
            }
            texts.put(texts.bytes(), list.valueOffset(i), list.valueLength(i));
        }
    }

    private static int[] sorted(AttributeList list) {
        Integer[] order = new Integer[list.count()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (Comparator<Integer>) list::compareKeys);
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }
}
