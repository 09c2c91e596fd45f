package io.tributary.tsdb.head;

import io.tributary.model.Tenant;
import io.tributary.tsdb.chunks.ChunkPlaces;
import io.tributary.tsdb.chunks.ChunkVersion.UnreadableChunks;
import io.tributary.tsdb.chunks.file.CorruptChunkFileException;
import io.tributary.tsdb.losses.Loss.Directory;
import io.tributary.tsdb.losses.Loss.Lost;
import io.tributary.tsdb.losses.Loss.Place;
import io.tributary.tsdb.losses.Losses;
import io.tributary.tsdb.series.SeriesDirectory;

/// Has a chunk recorded as lost that turned out to be damaged when it was read, with whose it was.
///
/// That is looked for by walking over all series, once for each chunk.
final class ChunkLosses implements UnreadableChunks {
    /// How much of a series' labels is recorded, in characters.
    private static final int SERIES_CHARS_MAX = 1_000;

    private final SeriesDirectory directory;
    private final Losses losses;

    ChunkLosses(SeriesDirectory directory, Losses losses) {
        this.directory = directory;
        this.losses = losses;
    }

    @Override
    public void chunk(ChunkPlaces places, int index, CorruptChunkFileException reason) {
        long offset = places.offset(index);
        Place place =
                new Place(
                        Directory.CHUNKS,
                        places.file(index),
                        0,
                        offset,
                        offset + places.sizeBytes(index));
        if (!losses.isKnown(place)) {
            losses.notice(place, lost(places, index), String.valueOf(reason.getMessage()));
        }
    }

    private Lost lost(ChunkPlaces places, int index) {
        int slot = slot(places.ref(index));
        return new Lost.Chunk(
                slot == SeriesDirectory.ABSENT ? "" : tenant(directory.tenant(slot)),
                slot == SeriesDirectory.ABSENT
                        ? ""
                        : directory.labels(slot).shown(SERIES_CHARS_MAX),
                places.ref(index),
                places.firstMillis(index),
                places.lastMillis(index),
                places.count(index));
    }

    private int slot(long ref) {
        for (int slot = 0; slot < directory.slotCount(); slot++) {
            if (directory.ref(slot) == ref) {
                return slot;
            }
        }
        return SeriesDirectory.ABSENT;
    }

    private String tenant(int number) {
        return directory.tenants().all().stream()
                .filter(tenant -> directory.tenantNumber(tenant) == number)
                .map(Tenant::name)
                .findFirst()
                .orElse("");
    }
}
