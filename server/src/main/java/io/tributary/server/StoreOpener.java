package io.tributary.server;

import io.tributary.model.flow.Admission;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Settings;
import io.tributary.runtime.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// How a store comes to be: its settings, and the opening of it.
public interface StoreOpener {
    /// What a store is given to live with.
    ///
    /// @param directory where it keeps its files
    /// @param config holds a value for each of its settings
    /// @param admission judges series that the store does not know yet
    /// @param onFatal to be called where durability cannot be had any more; the process ends then
    record Surroundings(
            Path directory,
            Config config,
            Clock clock,
            Admission admission,
            Metrics metrics,
            Consumer<IOException> onFatal) {}

    /// The keys that the store reads; part of the program's configuration.
    Settings settings();

    /// Opens the store, recovering what is there. Blocks until reads and writes can be served.
    ///
    /// @throws IOException if it cannot be opened; the message names the file
    Store open(Surroundings surroundings) throws IOException;
}
