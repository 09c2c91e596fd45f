package io.tributary.tsdb.head;

import io.tributary.format.chunk.CorruptChunkException;
import io.tributary.model.flow.Admission;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Verdict;
import io.tributary.model.flow.WriteBatch;
import io.tributary.tsdb.record.SampleEncoder;
import io.tributary.tsdb.series.DefinitionWriter;
import io.tributary.tsdb.series.Hash128;

/// What a request does before it takes the append lock: all its keys are hashed first, then all
/// looked up, the sender's usual order guessed; unknown ones are judged by admission; samples at or
/// behind their frontier are looked up.
///
/// All of it is a hint that the appender confirms, except two things that cannot change any more:
/// an admission's verdict, and what a slot behind the frontier holds.
final class RequestLookup {
    private final HeadParts parts;
    private final Admission admission;

    RequestLookup(HeadParts parts, Admission admission) {
        this.parts = parts;
        this.admission = admission;
    }

    /// Fills the request's columns and answers how many bytes its record can take at most.
    int lookUp(Route route, WriteBatch batch, Request request) throws CorruptChunkException {
        request.begin(batch.seriesCount(), batch.sampleCount());
        hash(route, batch, request);
        long bytes =
                SampleEncoder.RECORD_BYTES_MAX
                        + (long) batch.sampleCount() * SampleEncoder.SAMPLE_BYTES_MAX;
        int slotCount = parts.directory().slotCount();
        int expected = 0;
        for (int i = 0; i < batch.seriesCount(); i++) {
            if (batch.sampleStart(i) == batch.sampleEnd(i)) {
                request.slots[i] = Request.NO_SAMPLES;
                continue;
            }
            int slot = find(request, i, expected, slotCount);
            if (slot == RawKeys.ABSENT) {
                bytes += judge(route, batch, request, i);
                continue;
            }
            expected = slot + 1;
            request.slots[i] = slot;
            lookUpLate(batch, request, i, slot);
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE / 2);
    }

    private static void hash(Route route, WriteBatch batch, Request request) {
        Hash128 hash = request.hash;
        byte[] bytes = batch.bytes();
        for (int i = 0; i < batch.seriesCount(); i++) {
            hash.hash(route.id(), bytes, batch.keyOffset(i), batch.keyLength(i));
            request.hashHigh[i] = hash.high();
            request.hashLow[i] = hash.low();
        }
    }

    private int find(Request request, int series, int expected, int slotCount) {
        long high = request.hashHigh[series];
        long low = request.hashLow[series];
        return parts.keys().guess(expected, slotCount, high, low)
                ? expected
                : parts.keys().find(high, low);
    }

    private int judge(Route route, WriteBatch batch, Request request, int series) {
        int number = request.newVerdict();
        Verdict verdict = request.verdict(number);
        admission.admit(
                route, batch.bytes(), batch.keyOffset(series), batch.keyLength(series), verdict);
        request.slots[series] = Request.judged(number);
        if (verdict.isRefused()) {
            return 0;
        }
        if (!verdict.tenant().equals(route.tenant())) {
            throw new IllegalStateException(
                    "BUG: admitted to another tenant than the route's, which no record would name");
        }
        return DefinitionWriter.seriesBytesMax(verdict);
    }

    private void lookUpLate(WriteBatch batch, Request request, int series, int slot)
            throws CorruptChunkException {
        long frontier = parts.table().frontier(slot);
        for (int j = batch.sampleStart(series); j < batch.sampleEnd(series); j++) {
            if (batch.timeMillis(j) <= frontier) {
                request.late[j] =
                        request.lookup.find(slot, batch.timeMillis(j), batch.valueBits(j));
            }
        }
    }
}
