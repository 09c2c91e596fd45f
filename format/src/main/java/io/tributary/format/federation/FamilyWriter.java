package io.tributary.format.federation;

import java.io.IOException;
import java.util.List;

/// Writes families in one format. Owned by one thread.
interface FamilyWriter {
    /// Writes a family.
    ///
    /// @param name not empty
    /// @param samples one at least, all of the type
    void write(String name, FamilyType type, List<FederatedSample> samples) throws IOException;

    /// Nothing follows.
    void end() throws IOException;
}
