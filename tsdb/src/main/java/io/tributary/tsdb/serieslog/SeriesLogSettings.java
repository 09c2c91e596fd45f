package io.tributary.tsdb.serieslog;

/// When a log writes what was added.
///
/// @param batchBytes so much is written at once, and without waiting
/// @param delayMillis less than that waits no longer
public record SeriesLogSettings(int batchBytes, int delayMillis) {
    /// 1 MiB, or five seconds.
    public static SeriesLogSettings defaults() {
        return new SeriesLogSettings(1 << 20, 5_000);
    }

    public SeriesLogSettings {
        if (batchBytes <= 0 || delayMillis < 0) {
            throw new IllegalArgumentException(
                    "series log settings cannot be "
                            + batchBytes
                            + " bytes, "
                            + delayMillis
                            + " ms");
        }
    }
}
