package io.tributary.tsdb.chunks;

import io.tributary.tsdb.chunks.file.Footer;
import java.io.IOException;
import java.util.List;

/// Which footers are in memory as a whole: those of the newest files, as many as fit. Of the others
/// only the top is, and a look for a series reads two small pieces of the file.
///
/// Newest first and not least recently used, because whoever asks about the past goes through all
/// files in turn, which would push out everything before it is used again.
///
/// Bound: `bytesMax`; beyond it each file holds 16 bytes for 4,096 chunks, and 12 a tenant.
final class FooterMemory {
    private final long bytesMax;

    FooterMemory(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// Lets the newest files hold their footers whole, as many as fit, and the others not.
    ///
    /// @param files oldest first
    void arrange(List<StoredFile> files) throws IOException {
        int oldest = oldestWhole(files);
        for (int i = 0; i < files.size(); i++) {
            files.get(i).hold(i >= oldest);
        }
    }

    /// Which of the files is the oldest whose footer fits into memory together with all newer ones;
    /// their count if none does.
    int oldestWhole(List<StoredFile> files) {
        long left = bytesMax;
        for (int i = files.size() - 1; i >= 0; i--) {
            left -= Footer.wholeBytes(files.get(i).trailer());
            if (left < 0) {
                return i + 1;
            }
        }
        return 0;
    }
}
