package io.tributary.tsdb.notes;

/// How much is kept beside samples.
///
/// @param exemplarsMax of one tenant, whatever its own limit; beyond it the oldest go
/// @param familiesMax metric families of one tenant whose metadata is kept; beyond it those that
///   were told of first go
public record NoteSettings(int exemplarsMax, int familiesMax) {
    public NoteSettings {
        if (exemplarsMax < 1 || familiesMax < 1) {
            throw new IllegalArgumentException(
                    "BUG: %d exemplars, %d families".formatted(exemplarsMax, familiesMax));
        }
    }

    /// As documented.
    public static NoteSettings defaults() {
        return new NoteSettings(100_000, 10_000);
    }
}
