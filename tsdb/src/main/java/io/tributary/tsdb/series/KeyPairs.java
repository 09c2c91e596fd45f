package io.tributary.tsdb.series;

import io.tributary.model.flow.LabelPairs;
import java.util.Arrays;

/// From the labels of a series' key to the numbers of their pairs. Most have the same pair at the
/// same place as the series asked for before, whether that was found or not: comparing is cheaper
/// than hashing, and a new series is asked for twice.
///
/// Writer only.
final class KeyPairs {
    private final PairDictionary pairs;
    private int[] ids = new int[SeriesDirectory.LABELS_MAX];
    private int[] idsBefore = new int[SeriesDirectory.LABELS_MAX];
    private int count;
    private int countBefore;

    KeyPairs(PairDictionary pairs) {
        this.pairs = pairs;
    }

    /// The numbers that the last call found or made, as many as the key has labels.
    int[] ids() {
        return ids;
    }

    /// Finds the numbers of all pairs; false if one is not known, and so no series that has it.
    boolean find(LabelPairs labels) {
        int[] turned = idsBefore;
        idsBefore = ids;
        countBefore = count;
        ids = turned;
        for (count = 0; count < labels.count(); count++) {
            int pair = isBefore(labels, count) ? idsBefore[count] : find(labels, count);
            if (pair == PairDictionary.ABSENT) {
                return false;
            }
            ids[count] = pair;
        }
        return true;
    }

    /// Makes the pairs that the last {@link #find}, of the same labels, has not found.
    void makeMissing(LabelPairs labels) {
        for (; count < labels.count(); count++) {
            ids[count] =
                    isBefore(labels, count)
                            ? idsBefore[count]
                            : pairs.intern(
                                    labels.bytes(),
                                    labels.nameOffset(count),
                                    labels.nameLength(count),
                                    labels.valueLength(count));
        }
    }

    private int find(LabelPairs labels, int index) {
        return pairs.find(
                labels.bytes(),
                labels.nameOffset(index),
                labels.nameLength(index),
                labels.valueLength(index));
    }

    private boolean isBefore(LabelPairs labels, int index) {
        return index < countBefore && isPair(idsBefore[index], labels, index);
    }

    private boolean isPair(int pair, LabelPairs labels, int index) {
        int length = labels.nameLength(index) + labels.valueLength(index);
        int from = labels.nameOffset(index);
        int at = pairs.offsetOf(pair);
        return pairs.nameLength(pair) == labels.nameLength(index)
                && pairs.totalLength(pair) == length
                && Arrays.equals(
                        pairs.bytesOf(pair), at, at + length, labels.bytes(), from, from + length);
    }
}
