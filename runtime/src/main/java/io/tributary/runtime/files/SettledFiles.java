package io.tributary.runtime.files;

import java.util.SortedMap;
import java.util.TreeMap;

/// Whether files, as {@link InputFiles} reads them, are as they were when they were last looked at.
/// One that is being written may read as a whole declaration of less, and what is not in it would
/// be taken away; so what changed is to be taken at the second look. Belongs to one thread.
public final class SettledFiles {
    private SortedMap<String, byte[]> last = new TreeMap<>();

    /// Whether they are, and remembers them.
    ///
    /// @param read now, at least a moment after the last look
    public boolean isSettled(SortedMap<String, byte[]> read) {
        boolean settled = InputFiles.isSame(read, last);
        last = read;
        return settled;
    }
}
