package io.tributary.server.collect;

import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import java.io.IOException;

/// Where a round goes: the write path of the process, for the one tenant of its own metrics.
@FunctionalInterface
public interface Recorder {
    /// Writes a batch (remote write 1.0's label bytes) and waits until it is durable.
    ///
    /// @throws IOException if nobody may write here
    WriteResult record(WriteBatch batch) throws IOException;
}
