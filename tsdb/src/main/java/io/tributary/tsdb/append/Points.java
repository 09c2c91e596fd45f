package io.tributary.tsdb.append;

import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.SampleSink.Fates;
import io.tributary.model.flow.Verdict;
import io.tributary.model.flow.WriteBatch;
import io.tributary.tsdb.rules.Limits;

/// The samples of a batch that are of one kind, floats or native histograms: what there is to ask
/// of both where a series is new, planned or refused.
sealed interface Points {
    /// The floats of a batch.
    record Floats(WriteBatch batch) implements Points {
        @Override
        public boolean any(int series) {
            return batch.sampleStart(series) < batch.sampleEnd(series);
        }

        @Override
        public int start(int series) {
            return batch.sampleStart(series);
        }

        @Override
        public int end(int series) {
            return batch.sampleEnd(series);
        }

        @Override
        public boolean isStorable(int point) {
            return true;
        }

        @Override
        public long timeMillis(int point) {
            return batch.timeMillis(point);
        }

        @Override
        public Fates fates(Outcome outcome) {
            return outcome.sampleFates();
        }
    }

    /// The histograms of a batch.
    record Histogram(WriteBatch batch) implements Points {
        @Override
        public boolean any(int series) {
            return Histograms.any(batch, series);
        }

        @Override
        public int start(int series) {
            return batch.histogramStart(series);
        }

        @Override
        public int end(int series) {
            return batch.histogramEnd(series);
        }

        @Override
        public boolean isStorable(int point) {
            return Histograms.isStorable(batch, point);
        }

        @Override
        public long timeMillis(int point) {
            return batch.histograms().timeMillis(point);
        }

        @Override
        public Fates fates(Outcome outcome) {
            return outcome.histogramFates();
        }
    }

    /// Whose they are.
    WriteBatch batch();

    /// Whether a series has any that are looked at.
    boolean any(int series);

    /// The first of a series.
    int start(int series);

    /// One past the last of a series.
    int end(int series);

    /// Whether it is looked at at all.
    boolean isStorable(int point);

    /// Milliseconds since 1970.
    long timeMillis(int point);

    /// Where is told what becomes of each.
    Fates fates(Outcome outcome);

    /// Refuses all of a series that are looked at; answers whether that is the first refusal.
    default boolean refuse(int series, Refusal reason, Outcome outcome) {
        int count = 0;
        for (int j = start(series); j < end(series); j++) {
            if (isStorable(j)) {
                fates(outcome).refused(j, reason);
                count++;
            }
        }
        return outcome.refused(reason, count);
    }

    /// The time of the first of a series, which has one.
    default long firstMillis(int series) {
        int first = start(series);
        while (!isStorable(first)) {
            first++;
        }
        return timeMillis(first);
    }

    /// Whether the clock lets any of a new series in; where it does not, all are refused.
    default boolean anyAccepted(int series, Verdict verdict, Limits limits, Outcome outcome) {
        for (int j = start(series); j < end(series); j++) {
            long time = timeMillis(j);
            if (isStorable(j) && !limits.isTooFarInFuture(time) && !limits.isTooOld(time)) {
                return true;
            }
        }
        for (int j = start(series); j < end(series); j++) {
            long time = timeMillis(j);
            if (!isStorable(j)) {
                continue;
            }
            Refusal reason =
                    limits.isTooFarInFuture(time) ? Refusal.TOO_FAR_IN_FUTURE : Refusal.TOO_OLD;
            fates(outcome).refused(j, reason);
            if (outcome.refused(reason, 1)) {
                outcome.explain(verdict.labels(), time, limits + ", the series is not held");
            }
        }
        return false;
    }
}
