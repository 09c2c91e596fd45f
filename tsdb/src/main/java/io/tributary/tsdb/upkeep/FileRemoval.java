package io.tributary.tsdb.upkeep;

import io.tributary.tsdb.chunks.ChunkFileSummary;
import java.io.IOException;

/// Lets a chunk file go, after what must outlive it is durable.
@FunctionalInterface
public interface FileRemoval {
    /// Lets it go.
    ///
    /// @throws IOException if that cannot be done now; the file stays
    void remove(ChunkFileSummary file) throws IOException;
}
