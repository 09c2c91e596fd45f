package io.tributary.runtime.config;

import java.time.Duration;

/// Settings of every kind, as modules would declare them.
final class TestSettings {
    enum Policy {
        FIRST_WINS,
        REFUSE
    }

    static final Setting<HostPort> LISTEN =
            Setting.address(
                    "http.listen", new HostPort("127.0.0.1", 9009), "Where HTTP is served.");
    static final Setting<Duration> LATE_WINDOW =
            Setting.duration(
                    "head.lateWindow",
                    Duration.ofHours(1),
                    Duration.ZERO,
                    Duration.ofDays(1),
                    "How late a hole may be filled.");
    static final Setting<Long> BUFFER =
            Setting.size("head.bufferSize", 64L << 20, 1 << 20, 1L << 40, "Bytes in flight.");
    static final Setting<Integer> SHARDS =
            Setting.integer("head.shards", 4, 1, 64, "Shards | stripes.");
    static final Setting<Policy> POLICY =
            Setting.choice("head.onConflict", Policy.FIRST_WINS, "What a conflict does.");
    static final Setting<Boolean> GZIP = Setting.flag("http.gzip", true, "Compress answers.");
    static final Setting<String> TOKEN =
            Setting.text("auth.token", "", "A bearer token.").asSecret();
    static final Setting<Long> SERIES =
            Setting.number(
                    "limits.max_global_series", 0, 0, 1L << 40, "Active series, 0 is no limit.");
    static final Setting<String> DATA = Setting.text("data", "./data", "Where data stands.");

    static final Settings ALL =
            Settings.union(
                    Settings.of(LISTEN, GZIP, TOKEN, DATA),
                    Settings.of(LATE_WINDOW, BUFFER, SHARDS, POLICY, SERIES));

    private TestSettings() {}
}
