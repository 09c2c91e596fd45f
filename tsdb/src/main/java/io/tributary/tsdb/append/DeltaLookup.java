package io.tributary.tsdb.append;

import io.tributary.model.flow.WriteBatch;
import io.tributary.tsdb.record.histogram.HistogramSample;
import io.tributary.tsdb.rules.BusyException;
import io.tributary.tsdb.rules.Content;
import io.tributary.tsdb.rules.Decision;
import io.tributary.tsdb.rules.DeltaPlan;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Adds the deltas of a request up, series by series ({@link DeltaPlan}): those of one series in
/// the order of their times, wherever they stand in the request.
final class DeltaLookup {
    private DeltaLookup() {}

    /// Decides all deltas of a request whose series were looked up.
    ///
    /// @return how many more bytes its record may take for what they come to
    /// @throws IOException if what is stored cannot be read
    /// @throws BusyException if it may not be read now
    static long plan(WriteBatch batch, Request request) throws IOException, BusyException {
        long[] order = order(batch, request);
        request.sums.begin(batch.sampleCount(), batch.histogramCount(), order);
        long bytes = 0;
        int to;
        for (int from = 0; from < order.length; from = to) {
            to = from + 1;
            while (to < order.length && order[to] >>> 32 == order[from] >>> 32) {
                to++;
            }
            sortByTime(batch, order, from, to);
            bytes += plan(batch, request, order, from, to);
        }
        return bytes;
    }

    /// The series of deltas, as the lower halves; those that are one have one upper half, its slot
    /// or, where it is not known, the first of them in the request.
    private static long[] order(WriteBatch batch, Request request) {
        Map<Long, Integer> unknown = new HashMap<>();
        long[] order = new long[batch.seriesCount()];
        int count = 0;
        for (int i = 0; i < batch.seriesCount(); i++) {
            int slot = request.slots[i];
            if (!batch.isDelta(i) || slot == Request.NO_SAMPLES) {
                continue;
            }
            int first = i;
            int group = slot >= 0 ? slot : ~unknown.computeIfAbsent(request.hashLow[i], _ -> first);
            order[count++] = ((long) group << 32) | i;
        }
        long[] used = Arrays.copyOf(order, count);
        Arrays.sort(used);
        return used;
    }

    private static void sortByTime(WriteBatch batch, long[] order, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long moved = order[i];
            int place = i;
            while (place > from
                    && firstMillis(batch, (int) order[place - 1])
                            > firstMillis(batch, (int) moved)) {
                order[place] = order[place - 1];
                place--;
            }
            order[place] = moved;
        }
    }

    private static long firstMillis(WriteBatch batch, int series) {
        return batch.sampleStart(series) < batch.sampleEnd(series)
                ? batch.timeMillis(batch.sampleStart(series))
                : batch.histograms().timeMillis(batch.histogramStart(series));
    }

    private static long plan(WriteBatch batch, Request request, long[] order, int from, int to)
            throws IOException, BusyException {
        DeltaPlan plan = request.deltas;
        int slot = request.slots[(int) order[from]];
        if (slot >= 0) {
            plan.begin(slot);
        } else {
            plan.beginNew();
        }
        for (int i = from; i < to; i++) {
            int series = (int) order[i];
            request.kinds[series] = Request.DELTA;
            request.histogramKinds[series] = Request.DELTA;
            request.inOrderCounts[series] = plan.inOrderCount();
            request.lateCounts[series] = plan.lateCount();
            addFloats(batch, request, series);
        }
        long bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += addHistograms(batch, request, (int) order[i]);
        }
        plan.end();
        return bytes;
    }

    private static void addFloats(WriteBatch batch, Request request, int series)
            throws IOException, BusyException {
        DeltaPlan plan = request.deltas;
        for (int j = batch.sampleStart(series); j < batch.sampleEnd(series); j++) {
            byte decision =
                    plan.decide(
                            batch.timeMillis(j),
                            batch.startMillis(j),
                            new Content.FloatValue(batch.valueBits(j)),
                            request.limits);
            request.decisions[j] = decision;
            if (decision == Decision.IN_ORDER
                    && plan.value() instanceof Content.FloatValue(long bits)) {
                request.sums.set(j, bits, plan.startMillis());
            }
        }
    }

    private static long addHistograms(WriteBatch batch, Request request, int series)
            throws IOException, BusyException {
        DeltaPlan plan = request.deltas;
        long bytes = 0;
        for (int j = batch.histogramStart(series); j < batch.histogramEnd(series); j++) {
            if (!Histograms.isStorable(batch, j)) {
                continue;
            }
            byte decision =
                    plan.decide(
                            batch.histograms().timeMillis(j),
                            batch.histograms().startMillis(j),
                            new Content.Histogram(Histograms.sample(batch, j)),
                            request.limits);
            request.histogramDecisions[j] = decision;
            if (decision == Decision.IN_ORDER
                    && plan.value() instanceof Content.Histogram(HistogramSample sum)) {
                request.sums.set(j, sum, plan.startMillis());
                bytes += sum.length();
            }
        }
        return bytes;
    }
}
