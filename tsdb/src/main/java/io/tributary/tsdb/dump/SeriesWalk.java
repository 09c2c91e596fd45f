package io.tributary.tsdb.dump;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.select.SlotReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A tenant's series, one after another.
///
/// ```
/// while (walk.next()) { walk.labels() … walk.samples() … walk.lost() … }
/// ```
public final class SeriesWalk implements AutoCloseable {
    private final List<Stored> series;
    private final SlotReader reader;
    private final SampleColumn samples = new SampleColumn();
    private final List<LostChunk> lost = new ArrayList<>();
    private int next;

    /// A series and where it is.
    record Stored(Labels labels, int slot) {}

    /// A chunk of the series that cannot be read.
    ///
    /// @param fromMillis of its first sample
    /// @param toMillis of its last
    /// @param samples how many stood in it, negative where that is not known
    /// @param reason names file and offset
    public record LostChunk(long fromMillis, long toMillis, int samples, String reason) {}

    SeriesWalk(HeadMemory memory, ChunkStore chunks, List<Stored> series) {
        this.series = series;
        this.reader =
                new SlotReader(
                        memory,
                        chunks,
                        (from, to, count, reason) ->
                                lost.add(
                                        new LostChunk(
                                                from,
                                                to,
                                                count,
                                                String.valueOf(reason.getMessage()))));
    }

    /// Goes to the next series that has samples or has lost any; false behind the last.
    ///
    /// @throws IOException if the index of its chunks cannot be read
    public boolean next() throws IOException {
        while (next < series.size()) {
            lost.clear();
            reader.read(series.get(next++).slot(), samples);
            if (samples.size() > 0 || !lost.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    public Labels labels() {
        return series.get(next - 1).labels();
    }

    /// Its samples, times ascending; good until the next one.
    public SampleColumn samples() {
        return samples;
    }

    /// Those of its chunks that cannot be read.
    public List<LostChunk> lost() {
        return List.copyOf(lost);
    }

    @Override
    public void close() {
        reader.close();
    }
}
