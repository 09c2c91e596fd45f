package io.tributary.cli.dump;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import java.io.IOException;

/// A form of the lines of a dump. What a later version stores beside floats has its place in {@link
/// #series}.
interface DumpLines {
    /// What opening the directory found.
    void finding(Finding finding) throws IOException;

    /// A series and its samples, times ascending.
    void series(String tenant, Labels labels, SampleColumn samples) throws IOException;

    /// A stretch of a series, told of after its samples, that cannot be read.
    void lost(String tenant, Labels labels, Finding finding) throws IOException;

    /// The last line: how many there were.
    void end(long tenants, long series, long samples, long losses) throws IOException;
}
