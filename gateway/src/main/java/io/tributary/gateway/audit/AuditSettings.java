package io.tributary.gateway.audit;

import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import java.time.Duration;

/// How much the audit stream may take, and how long it is kept.
///
/// @param bytesMax of all files together
/// @param keepMillis after so long a file is deleted
/// @param examplesPerMinute of one credential; counts know no such bound
public record AuditSettings(long bytesMax, long keepMillis, int examplesPerMinute) {
    private static final long MEBIBYTE = 1L << 20;

    /// Longest file; less where `bytesMax` is small.
    private static final long FILE_BYTES_MAX = 8 * MEBIBYTE;

    /// The shares of `bytesMax` that a file takes at most.
    private static final long FILES_MIN = 16;

    private static final Setting<Long> BYTES_MAX =
            Setting.size(
                    "audit.bytesMax",
                    256 * MEBIBYTE,
                    16 * MEBIBYTE,
                    MEBIBYTE << 20,
                    "Most bytes the files of the audit stream take; the oldest file goes first");

    private static final Setting<Duration> KEEP =
            Setting.duration(
                    "audit.keep",
                    Duration.ofDays(90),
                    Duration.ofDays(1),
                    Duration.ofDays(3_650),
                    "How long the audit stream is kept");

    private static final Setting<Integer> EXAMPLES_PER_MINUTE =
            Setting.integer(
                    "audit.examplesPerMinute",
                    1_000,
                    0,
                    100_000,
                    "Events of one credential written one by one in a minute; all are counted");

    public static final Settings SETTINGS = Settings.of(BYTES_MAX, KEEP, EXAMPLES_PER_MINUTE);

    public static AuditSettings of(Config config) {
        return new AuditSettings(
                config.value(BYTES_MAX),
                config.value(KEEP).toMillis(),
                config.value(EXAMPLES_PER_MINUTE));
    }

    /// A file that would get longer is closed before.
    long fileBytesMax() {
        return Math.min(FILE_BYTES_MAX, bytesMax / FILES_MIN);
    }
}
