package io.tributary.server.status;

import io.tributary.format.json.JsonWriter;
import io.tributary.promql.EngineSettings;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.host.ProcFiles;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// What a process knows of itself, and how Prometheus' API names it.
///
/// @param version ours
/// @param startMillis when it began to listen
public record ProcessFacts(
        String version,
        long startMillis,
        Clock clock,
        Config config,
        EngineSettings engine,
        Admission admission) {
    /// Clients switch features on by the version of Prometheus they think they speak to.
    private static final String PROMETHEUS_VERSION = "3.14.0";

    private static final String RETENTION = "head.retention";

    void writeBuild(JsonWriter json) throws IOException {
        json.beginObject().name("version").string(PROMETHEUS_VERSION);
        for (String unknown :
                List.of("revision", "branch", "buildUser", "buildDate", "goVersion")) {
            json.name(unknown).string("");
        }
        json.name("application").string("Tributary");
        json.name("tributaryVersion").string(version).endObject();
    }

    /// The configuration is read once, at the start.
    ///
    /// @param losses on record in the data directory
    void writeRuntime(JsonWriter json, long losses) throws IOException {
        String started = Instant.ofEpochMilli(startMillis).toString();
        json.beginObject().name("startTime").string(started);
        json.name("CWD").htmlSafe(System.getProperty("user.dir", ""));
        json.name("hostname").htmlSafe(hostname());
        json.name("serverTime").string(Instant.ofEpochMilli(clock.wallMillis()).toString());
        json.name("reloadConfigSuccess").bool(true);
        json.name("lastConfigTime").string(started);
        json.name("corruptionCount").number(losses);
        json.name("goroutineCount").number(Thread.activeCount());
        json.name("GOMAXPROCS").number(Runtime.getRuntime().availableProcessors());
        json.name("GOMEMLIMIT").number(Runtime.getRuntime().maxMemory());
        json.name("GOGC").string("");
        json.name("GODEBUG").string("");
        json.name("admission").string(admission.text());
        json.name("storageRetention").string(config.shown().getOrDefault(RETENTION, ""));
        json.endObject();
    }

    /// Empty where the kernel does not say.
    private static String hostname() {
        return ProcFiles.ofThisMachine().find("sys/kernel/hostname").map(String::strip).orElse("");
    }
}
