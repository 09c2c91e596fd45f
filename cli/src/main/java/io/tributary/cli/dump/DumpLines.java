package io.tributary.cli.dump;

import io.tributary.model.Labels;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.tsdb.dump.SeriesWalk;
import java.io.IOException;

/// A form of the lines of a dump.
interface DumpLines {
    /// How many there were.
    record Counts(
            long tenants, long series, long samples, long exemplars, long metadata, long losses) {}

    /// What opening the directory found.
    void finding(Finding finding) throws IOException;

    /// What is known of a metric family; those of a tenant come before its series.
    ///
    /// @param stamps on the series of those who say it
    void metadata(String tenant, Labels stamps, FamilyMetadata metadata) throws IOException;

    /// The series that a walk has gone to: its samples, then its exemplars, times ascending.
    void series(String tenant, SeriesWalk walk) throws IOException;

    /// A stretch of a series, told of after its samples, that cannot be read.
    void lost(String tenant, Labels labels, Finding finding) throws IOException;

    /// The last line.
    void end(Counts counts) throws IOException;
}
