package io.tributary.tsdb.append;

import io.tributary.tsdb.notes.NoteSettings;

/// What writes are held to.
///
/// @param rules how old a sample may be
/// @param pendingBytesMax sealed chunks that wait for the disk; beyond it writes are answered
///   `disk_full`
/// @param lookupBytesPerSecond chunks that the late samples of one tenant may have decoded
/// @param notes how many exemplars and metric families a tenant may have kept
public record WriteSettings(
        Rules rules, long pendingBytesMax, long lookupBytesPerSecond, NoteSettings notes) {
    /// As much beside samples as documented.
    public WriteSettings(Rules rules, long pendingBytesMax, long lookupBytesPerSecond) {
        this(rules, pendingBytesMax, lookupBytesPerSecond, NoteSettings.defaults());
    }

    /// As documented.
    public static WriteSettings defaults() {
        return new WriteSettings(Rules.defaults(), 64L << 20, 64L << 20);
    }
}
