package io.tributary.server.collect;

import io.tributary.runtime.host.ProcFiles;
import java.io.IOException;

/// Figures of the host that stand together, as one of node_exporter's collectors. Owned by one
/// thread.
@FunctionalInterface
interface Family {
    /// Reads them.
    ///
    /// @throws IOException if a file is not there or not what it should be; the message names it
    void read(ProcFiles proc, Readings into) throws IOException;
}
