package io.tributary.tsdb.append;

import io.tributary.model.flow.Admission;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Verdict;
import io.tributary.model.flow.WriteBatch;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.lanes.Lanes;
import io.tributary.tsdb.lanes.RawKeys;
import io.tributary.tsdb.record.SampleEncoder;
import io.tributary.tsdb.record.starts.StartChanges;
import io.tributary.tsdb.rules.BusyException;
import io.tributary.tsdb.rules.Content;
import io.tributary.tsdb.rules.Decision;
import io.tributary.tsdb.rules.DeltaPlan;
import io.tributary.tsdb.rules.LatePlan;
import io.tributary.tsdb.rules.Limits;
import io.tributary.tsdb.series.DefinitionWriter;
import java.io.IOException;
import java.util.Arrays;

/// What a request does before it takes the append lock: all its keys are hashed first, then all
/// looked up, the sender's usual order guessed; unknown ones are judged by admission; and where
/// samples are not simply ahead of their series' frontier, or in a gap of it, they are decided one
/// by one ({@link LatePlan}); deltas are added up ({@link DeltaPlan}).
///
/// All of it is a hint that the appender confirms, except an admission's verdict, which cannot
/// change any more.
final class RequestLookup {
    private final HeadMemory memory;
    private final Lanes lanes;
    private final Admission admission;

    RequestLookup(HeadMemory memory, Admission admission) {
        this.memory = memory;
        this.lanes = memory.lanes();
        this.admission = admission;
    }

    /// Fills the request's columns and answers how many bytes its record can take at most.
    ///
    /// @throws IOException if stored samples that late ones are compared with cannot be read
    /// @throws BusyException if they may not be read now
    long lookUp(Route route, WriteBatch batch, Request request) throws IOException, BusyException {
        request.begin(batch.seriesCount(), batch.sampleCount(), batch.histogramCount());
        KeyHashes.fill(route, batch, request);
        long bytes =
                2 * SampleEncoder.RECORD_BYTES_MAX
                        + (long) batch.sampleCount() * SampleEncoder.SAMPLE_BYTES_MAX
                        + StartChanges.bytesMax(
                                batch.sampleCount(), batch.hasStarts() || batch.hasDeltas())
                        + Histograms.bytesMax(batch);
        int slotCount = memory.directory().slotCount();
        int expected = 0;
        boolean ascending = true;
        for (int i = 0; i < batch.seriesCount(); i++) {
            boolean floats = batch.sampleStart(i) < batch.sampleEnd(i);
            boolean histograms = Histograms.any(batch, i);
            if (!floats && !histograms) {
                request.slots[i] = Request.NO_SAMPLES;
                continue;
            }
            int slot = find(request, i, expected, slotCount);
            if (slot == RawKeys.ABSENT) {
                bytes += judge(route, batch, request, i);
                if (batch.isDelta(i)) {
                    continue;
                }
                request.kinds[i] = isAscending(batch, i) ? Request.AHEAD : Request.UNORDERED;
                request.histogramKinds[i] =
                        Histograms.ascendFrom(batch, i, Long.MIN_VALUE)
                                ? Request.AHEAD
                                : Request.UNORDERED;
                continue;
            }
            ascending &= slot >= expected;
            expected = slot + 1;
            request.slots[i] = slot;
            if (batch.isDelta(i)) {
                continue;
            }
            if (histograms) {
                setKinds(batch, request, i, floats);
            } else {
                request.kinds[i] = kind(batch, i, slot, request.limits);
            }
        }
        try {
            if (ascending) {
                planEach(batch, request);
            } else {
                planTogether(batch, request);
            }
            if (batch.hasDeltas()) {
                bytes += DeltaLookup.plan(batch, request);
            }
        } finally {
            request.plan.end();
        }
        return bytes;
    }

    /// How the samples of a known series lie to what it holds, as far as that is told without
    /// reading it.
    byte kind(WriteBatch batch, int series, int slot, Limits limits) {
        if (!isAscending(batch, series)) {
            return Request.PLANNED;
        }
        long first = batch.timeMillis(batch.sampleStart(series));
        if (first > lanes.frontier(slot)) {
            return Request.AHEAD;
        }
        return limits.fillsGaps() && isBacklog(batch, series, slot)
                ? Request.BACKLOG
                : Request.PLANNED;
    }

    /// Of a series with histograms: they are simply ahead, or all of it is planned.
    private void setKinds(WriteBatch batch, Request request, int series, boolean floats) {
        long frontier = lanes.frontier(request.slots[series]);
        if (floats || !Histograms.ascendFrom(batch, series, frontier)) {
            request.kinds[series] = Request.PLANNED;
            request.histogramKinds[series] = Request.PLANNED;
        }
    }

    /// Whether all samples of a series lie in one gap of it.
    boolean isBacklog(WriteBatch batch, int series, int slot) {
        long first = batch.timeMillis(batch.sampleStart(series));
        long last = batch.timeMillis(batch.sampleEnd(series) - 1);
        for (int gap = 0; gap < 2; gap++) {
            if (first > lanes.gapFrom(slot, gap) && last < lanes.gapTo(slot, gap)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAscending(WriteBatch batch, int series) {
        for (int j = batch.sampleStart(series) + 1; j < batch.sampleEnd(series); j++) {
            if (batch.timeMillis(j) <= batch.timeMillis(j - 1)) {
                return false;
            }
        }
        return true;
    }

    private int find(Request request, int series, int expected, int slotCount) {
        long high = request.hashHigh[series];
        long low = request.hashLow[series];
        return memory.keys().guess(expected, slotCount, high, low)
                ? expected
                : memory.keys().find(high, low);
    }

    private int judge(Route route, WriteBatch batch, Request request, int series) {
        int number = request.newVerdict();
        Verdict verdict = request.verdict(number);
        admission.admit(route, batch, series, verdict);
        request.slots[series] = Request.judged(number);
        if (verdict.isRefused()) {
            return 0;
        }
        if (!verdict.tenant().equals(route.target())) {
            throw new IllegalStateException(
                    "BUG: admitted to another tenant than the route's, which no record would name");
        }
        return DefinitionWriter.seriesBytesMax(verdict);
    }

    private void planEach(WriteBatch batch, Request request) throws IOException, BusyException {
        for (int i = 0; i < batch.seriesCount(); i++) {
            if (request.slots[i] >= 0 && request.kinds[i] == Request.PLANNED) {
                plan(batch, request, new long[] {i}, 0, 1);
            }
        }
    }

    /// Where slots do not ascend one may stand twice, and is decided as one then.
    private void planTogether(WriteBatch batch, Request request) throws IOException, BusyException {
        long[] order = new long[batch.seriesCount()];
        int known = 0;
        for (int i = 0; i < batch.seriesCount(); i++) {
            if (request.slots[i] >= 0 && !batch.isDelta(i)) {
                order[known++] = ((long) request.slots[i] << 32) | i;
            }
        }
        Arrays.sort(order, 0, known);
        int to;
        for (int from = 0; from < known; from = to) {
            to = from + 1;
            while (to < known && order[to] >>> 32 == order[from] >>> 32) {
                to++;
            }
            if (to > from + 1 || request.kinds[(int) order[from]] == Request.PLANNED) {
                plan(batch, request, order, from, to);
            }
        }
    }

    /// Decides all samples of one series, whose places in the batch are the lower halves of
    /// `order`.
    private void plan(WriteBatch batch, Request request, long[] order, int from, int to)
            throws IOException, BusyException {
        if (to == from + 1 && planAtFrontier(batch, request, (int) order[from])) {
            return;
        }
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            int series = (int) order[i];
            for (int j = batch.sampleStart(series); j < batch.sampleEnd(series); j++) {
                first = Math.min(first, batch.timeMillis(j));
                last = Math.max(last, batch.timeMillis(j));
            }
            for (int j = batch.histogramStart(series); j < batch.histogramEnd(series); j++) {
                if (Histograms.isStorable(batch, j)) {
                    first = Math.min(first, batch.histograms().timeMillis(j));
                    last = Math.max(last, batch.histograms().timeMillis(j));
                }
            }
        }
        request.plan.begin(request.slots[(int) order[from]], first, last, true);
        for (int i = from; i < to; i++) {
            int series = (int) order[i];
            request.kinds[series] = Request.PLANNED;
            request.histogramKinds[series] = Request.PLANNED;
            request.inOrderCounts[series] = request.plan.inOrderCount();
            request.lateCounts[series] = request.plan.lateCount();
            decide(batch, request, series);
        }
        for (int i = from; i < to; i++) {
            decideHistograms(batch, request, (int) order[i]);
        }
    }

    /// Decides the histograms of one entry by the plan at hand, after the samples of all entries.
    void decideHistograms(WriteBatch batch, Request request, int series)
            throws IOException, BusyException {
        for (int j = batch.histogramStart(series); j < batch.histogramEnd(series); j++) {
            if (Histograms.isStorable(batch, j)) {
                byte decision =
                        request.plan.decide(
                                batch.histograms().timeMillis(j),
                                new Content.Histogram(Histograms.sample(batch, j)),
                                request.limits);
                request.histogramDecisions[j] = decision;
                if (decision == Decision.CONFLICT) {
                    request.kept.ofHistogram(j, request.plan.kept());
                }
            }
        }
    }

    /// Decides the samples of one entry by the plan at hand.
    void decide(WriteBatch batch, Request request, int series) throws IOException, BusyException {
        for (int j = batch.sampleStart(series); j < batch.sampleEnd(series); j++) {
            byte decision =
                    request.plan.decide(
                            batch.timeMillis(j),
                            new Content.FloatValue(batch.valueBits(j)),
                            request.limits);
            request.decisions[j] = decision;
            if (decision == Decision.CONFLICT) {
                request.kept.ofSample(j, request.plan.kept());
            }
        }
    }

    /// The usual repeat: one sample, the newest of its series once more. Its bits are in the
    /// series' record, so nothing needs to be decoded.
    private boolean planAtFrontier(WriteBatch batch, Request request, int series) {
        int sample = batch.sampleStart(series);
        int slot = request.slots[series];
        if (batch.sampleEnd(series) != sample + 1
                || batch.histogramStart(series) < batch.histogramEnd(series)) {
            return false;
        }
        int inOrderCount = lanes.stableCount(slot);
        long bits = lanes.frontierBits(slot);
        if (inOrderCount < 0
                || batch.timeMillis(sample) != lanes.frontier(slot)
                || request.limits.isTooFarInFuture(batch.timeMillis(sample))) {
            return false;
        }
        request.inOrderCounts[series] = inOrderCount;
        request.lateCounts[series] = lanes.lateCount(slot);
        boolean repeated = bits == batch.valueBits(sample);
        request.decisions[sample] = repeated ? Decision.REPEATED : Decision.CONFLICT;
        if (!repeated) {
            request.kept.ofSample(sample, new Content.FloatValue(bits));
        }
        return true;
    }
}
