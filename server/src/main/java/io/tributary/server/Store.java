package io.tributary.server;

import io.tributary.model.flow.ExtentSource;
import io.tributary.model.flow.SampleSink;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.TenantDirectory;
import io.tributary.model.notes.ExemplarSource;
import io.tributary.model.notes.MetadataSource;
import io.tributary.model.usage.SeriesUsage;
import java.io.IOException;
import java.util.List;

/// An open store, as the server needs it: its doors and the tenants behind them.
public interface Store extends AutoCloseable {
    SampleSink sink();

    SeriesSource source();

    ExtentSource extents();

    ExemplarSource exemplars();

    MetadataSource metadata();

    TenantDirectory tenants();

    SeriesUsage usage();

    /// What an operator should know now, a line each; empty where all is well.
    List<String> warnings();

    /// How many losses are on record: stretches that were durable and cannot be read any more.
    long lossCount();

    /// Returns when everything accepted is durable and the files are closed.
    @Override
    void close() throws IOException;
}
