package io.tributary.tsdb.select;

import io.tributary.model.flow.SampleColumn;
import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.chunks.ChunkVersion;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.lanes.SeriesSnapshot;
import java.io.IOException;

/// Reads all that one series after another holds, as a question would, where nobody writes; what
/// cannot be read is told of, once, and passed over.
///
/// One thread.
public final class SlotReader implements AutoCloseable {
    /// The one place of the columns.
    private static final int PLACE = 0;

    private final HeadMemory memory;
    private final ChunkVersion files;
    private final SeriesSnapshot snapshot;
    private final SeriesReader reader;
    private final LaneColumns inOrder = new LaneColumns();
    private final LaneColumns late = new LaneColumns();
    private final byte[] bits = new byte[SeriesSnapshot.BYTES_MAX];
    private long ref;
    private boolean isLostTold;

    /// @param chunks nothing is added to them any more
    public SlotReader(HeadMemory memory, ChunkStore chunks, LostChunks lost) {
        this.memory = memory;
        this.files = chunks.acquire();
        this.snapshot = new SeriesSnapshot(memory.lanes());
        this.reader =
                new SeriesReader((from, to, samples, reason) -> {
                    if (!isLostTold) {
                        lost.chunk(from, to, samples, reason);
                    }
                });
    }

    /// Reads the series of a slot into `into`, emptied first: times ascending, each once.
    ///
    /// @throws IOException if the index of its chunks cannot be read
    public void read(int slot, SampleColumn into) throws IOException {
        into.clear();
        isLostTold = false;
        if (snapshot.take(slot, SeriesSnapshot.ALL, bits, 0) == SeriesSnapshot.Result.TAKEN) {
            inOrder.set(PLACE, snapshot.inOrder(), true, true);
            late.set(PLACE, snapshot.late(), true, true);
            ref = memory.directory().ref(slot);
            reader.read(
                    files, ref, Long.MIN_VALUE, Long.MAX_VALUE, bits, inOrder, late, PLACE, into);
        }
        isLostTold = true;
    }

    /// Tells of the histograms of the series that was read last, in a range; one of whose chunk was
    /// told to be lost is left out.
    ///
    /// @param fromMillis exclusive
    /// @param toMillis inclusive
    /// @throws IOException if the index of its chunks cannot be read
    public void readHistograms(long fromMillis, long toMillis, HistogramTarget into)
            throws IOException {
        reader.readHistograms(files, ref, fromMillis, toMillis, bits, inOrder, late, PLACE, into);
    }

    @Override
    public void close() {
        files.close();
    }
}
