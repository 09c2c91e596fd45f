package io.tributary.tsdb.serieslog;

import io.tributary.tsdb.wal.RecordWriter;

/// Gives, portion by portion, the records that a rewritten log begins with.
@FunctionalInterface
public interface LiveRecords {
    /// Writes whole records, each with its header, and answers whether there are more. Called on
    /// the log's thread until it answers false; may take locks under which records are added.
    boolean next(RecordWriter out);
}
