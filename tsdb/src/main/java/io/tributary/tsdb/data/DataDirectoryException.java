package io.tributary.tsdb.data;

import java.io.IOException;

/// A data directory that cannot be used as it is: in use, of a newer version, damaged in a way that
/// is not ours to mend. The message says which and what to do.
public final class DataDirectoryException extends IOException {
    public DataDirectoryException(String what) {
        super(what);
    }
}
