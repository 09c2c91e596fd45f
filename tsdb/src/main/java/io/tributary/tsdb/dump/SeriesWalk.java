package io.tributary.tsdb.dump;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.notes.Exemplar;
import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.notes.ToldMetadata;
import io.tributary.tsdb.select.SlotReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A tenant's series, one after another, and what is known of their families.
///
/// ```
/// while (walk.next()) {
///     walk.labels() …
///     while (walk.nextSample()) { walk.sample() … }
///     walk.exemplars() … walk.lost() …
/// }
/// ```
public final class SeriesWalk implements AutoCloseable {
    private final List<Stored> series;
    private final StoredNotes notes;
    private final SlotReader reader;
    private final SampleColumn samples = new SampleColumn();
    private final Stretch stretch;
    private final List<LostChunk> lost = new ArrayList<>();
    private int next;
    private int nextSample;

    /// A series and where it is.
    record Stored(Labels labels, int slot, long ref) {}

    /// What stands beside the samples.
    ///
    /// @param exemplars by their series' ref, times ascending
    /// @param metadata in the order of names
    record StoredNotes(Map<Long, List<Exemplar>> exemplars, List<ToldMetadata> metadata) {}

    /// A chunk of the series that cannot be read.
    ///
    /// @param fromMillis of its first sample
    /// @param toMillis of its last
    /// @param samples how many stood in it, negative where that is not known
    /// @param reason names file and offset
    public record LostChunk(long fromMillis, long toMillis, int samples, String reason) {}

    SeriesWalk(HeadMemory memory, ChunkStore chunks, List<Stored> series, StoredNotes notes) {
        this.series = series;
        this.notes = notes;
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
        this.stretch = new Stretch(reader);
    }

    /// What is said of metric families, in the order of their names, and by whom.
    public List<ToldMetadata> metadata() {
        return notes.metadata();
    }

    /// Goes to the next series that has samples or exemplars, or has lost any; false behind the
    /// last.
    ///
    /// @throws IOException if the index of its chunks cannot be read
    public boolean next() throws IOException {
        while (next < series.size()) {
            lost.clear();
            stretch.clear();
            nextSample = 0;
            reader.read(series.get(next++).slot(), samples);
            if (samples.size() > 0 || !exemplars().isEmpty() || !lost.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    public Labels labels() {
        return series.get(next - 1).labels();
    }

    public int sampleCount() {
        return samples.size();
    }

    /// Goes to its next sample, times ascending; false behind the last.
    public boolean nextSample() {
        if (nextSample == samples.size()) {
            return false;
        }
        nextSample++;
        return true;
    }

    /// The sample that was gone to.
    ///
    /// @throws IOException if it is a histogram that cannot be read any more
    public StoredSample sample() throws IOException {
        int index = nextSample - 1;
        return samples.isHistogram(index)
                ? stretch.histogram(samples, index)
                : new StoredSample.FloatSample(
                        samples.time(index), samples.start(index), samples.value(index));
    }

    /// Its exemplars, times ascending.
    public List<Exemplar> exemplars() {
        return notes.exemplars().getOrDefault(series.get(next - 1).ref(), List.of());
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
