package io.tributary.server.collect;

import java.io.IOException;

/// Something that has figures to read.
@FunctionalInterface
interface Source {
    /// Reads all of them.
    ///
    /// @throws IOException if there are none to be had
    void read(Readings into) throws IOException;
}
