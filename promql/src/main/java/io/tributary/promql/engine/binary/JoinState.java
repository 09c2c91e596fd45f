package io.tributary.promql.engine.binary;

import io.tributary.promql.ast.BinaryOperator;
import io.tributary.promql.engine.histogram.HistogramNotes;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a join holds: the columns of its one side, the series of its many side that is at hand, and
/// what was matched at which step.
final class JoinState {
    /// Two series of the one side that meet.
    record Duplicate(int first, int second) {}

    private static final int BYTES_PER_NOTE = 4;

    private final QueryContext context;
    private final Operator manySide;
    private final Column[] ones;
    private final int[] oneSignatures;
    private final long[][] onePresent;
    private final long[][] matched;
    private final Map<Long, long[]> claimed = new HashMap<>();
    private final long[] manyPresent;
    private final Column many;
    private PairNote[] notes = new PairNote[0];
    private int manyRead = -1;

    JoinState(
            QueryContext context,
            Operator manySide,
            Operator oneSide,
            int[] oneSignatures,
            int signatures,
            int steps)
            throws IOException {
        this.context = context;
        this.manySide = manySide;
        this.oneSignatures = oneSignatures;
        this.many = context.column(steps, "join");
        this.manyPresent = new long[Column.words(steps)];
        context.hold(16L * Column.words(steps) * signatures, "join");
        this.onePresent = new long[signatures][Column.words(steps)];
        this.matched = new long[signatures][Column.words(steps)];
        this.ones = new Column[oneSignatures.length];
        for (int i = 0; i < ones.length; i++) {
            context.check();
            ones[i] = context.column(steps, "join");
            oneSide.next(ones[i]);
            if (ones[i].mayHaveHistograms()) {
                context.hold(ones[i].histogramBytes(), "join");
            }
            ones[i].addPresenceTo(onePresent[oneSignatures[i]]);
        }
    }

    /// Reads the many side until the series of this number is at hand.
    void readManyUpTo(int series) throws IOException {
        while (manyRead < series) {
            context.check();
            manySide.next(many);
            many.addPresenceTo(manyPresent);
            manyRead++;
        }
    }

    Column many() {
        return many;
    }

    Column one(int series) {
        return ones[series];
    }

    boolean hasOne(int signature, int step) {
        return Column.isMarked(onePresent[signature], step);
    }

    void match(int signature, int step) {
        Column.mark(matched[signature], step);
    }

    boolean isMatched(int signature, int step) {
        return Column.isMarked(matched[signature], step);
    }

    /// Takes what `key` stands for at a step.
    ///
    /// @return false if it was taken before
    boolean claim(long key, int step) {
        long[] taken = claimed.get(key);
        if (taken == null) {
            context.hold(8L * manyPresent.length + 48, "join");
            taken = new long[manyPresent.length];
            claimed.put(key, taken);
        }
        boolean free = !Column.isMarked(taken, step);
        Column.mark(taken, step);
        return free;
    }

    /// Notes what is to be said of a pair at a step, in place of what was to be said of the pair
    /// before.
    void note(int step, PairNote note) {
        if (note == PairNote.NONE) {
            return;
        }
        if (notes.length == 0) {
            context.hold((long) BYTES_PER_NOTE * many.steps(), "join");
            notes = new PairNote[many.steps()];
            Arrays.fill(notes, PairNote.NONE);
        }
        notes[step] = note;
    }

    void tell(HistogramNotes said, BinaryOperator operator) {
        for (PairNote note : notes) {
            note.tell(said, operator);
        }
    }

    /// The first two series of the one side that meet in a signature, at a step at which the many
    /// side has something or, if `fills`, need not, up to `lastStep`. To be asked when the many
    /// side was read.
    Optional<Duplicate> duplicate(boolean fills, int lastStep) {
        int[] holder = new int[onePresent.length];
        for (int step = 0; step <= lastStep; step++) {
            if (!fills && !Column.isMarked(manyPresent, step)) {
                continue;
            }
            for (int i = 0; i < ones.length; i++) {
                if (ones[i].isPresent(step)) {
                    int before = holder[oneSignatures[i]];
                    if (before > 0) {
                        return Optional.of(new Duplicate(before - 1, i));
                    }
                    holder[oneSignatures[i]] = i + 1;
                }
            }
            Arrays.fill(holder, 0);
        }
        return Optional.empty();
    }
}
