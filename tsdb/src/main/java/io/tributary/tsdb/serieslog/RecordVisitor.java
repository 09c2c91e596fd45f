package io.tributary.tsdb.serieslog;

import io.tributary.tsdb.wal.RecordReader;
import java.io.IOException;

/// Is told of records one by one, in the order in which they were added.
@FunctionalInterface
public interface RecordVisitor {
    /// Takes a record; `body` and the array behind it are reused after the call.
    ///
    /// @param type see {@link io.tributary.tsdb.record.RecordType}
    void record(int type, RecordReader body) throws IOException;
}
