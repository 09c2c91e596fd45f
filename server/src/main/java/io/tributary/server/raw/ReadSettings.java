package io.tributary.server.raw;

import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import java.time.Duration;

/// How many reads of stored samples there may be, and how long each may take.
public record ReadSettings(int concurrentMax, long timeoutMillis) {
    private static final Setting<Integer> CONCURRENT =
            Setting.integer(
                    "remoteRead.maxConcurrent",
                    20,
                    1,
                    10_000,
                    "Remote reads, exports and federations at once, half of them of one tenant at most; further ones wait");

    private static final Setting<Duration> TIMEOUT =
            Setting.duration(
                    "remoteRead.timeout",
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(1),
                    Duration.ofDays(7),
                    "How long a remote read, an export or a federation may take until it has been sent");

    public static final Settings SETTINGS = Settings.of(CONCURRENT, TIMEOUT);

    /// What one tenant may have at once: who reads slowly keeps nobody else from reading.
    public int ofTenantMax() {
        return Math.max(1, concurrentMax / 2);
    }

    public static ReadSettings of(Config config) {
        return new ReadSettings(config.value(CONCURRENT), config.value(TIMEOUT).toMillis());
    }
}
