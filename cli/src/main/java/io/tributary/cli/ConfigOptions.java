package io.tributary.cli;

import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.config.ConfigLoader;
import io.tributary.runtime.config.Settings;
import io.tributary.server.ServerSettings;
import io.tributary.server.StoreOpener;
import io.tributary.server.collect.Collector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options by which a configuration is given, the same for every command that has one. Flags
/// are other names of keys.
final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "Configuration file (YAML).")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets a key of the configuration, over file and environment.")
    private List<String> sets = new ArrayList<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory of everything that is stored (key: data).")
    private @Nullable String data;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where HTTP is answered (key: listen).")
    private @Nullable String listen;

    @Option(
            names = "--retention",
            paramLabel = "DURATION",
            description =
                    "How long a chunk file is kept after it was closed (key: head.retention).")
    private @Nullable String retention;

    @Option(
            names = "--insecure",
            description =
                    "Listen on other addresses than loopback although nobody is authenticated (key: insecure).")
    private boolean insecure;

    /// The keys of the program with this store.
    static Settings settings(StoreOpener opener) {
        return Settings.union(ServerSettings.ALL, Collector.SETTINGS, opener.settings());
    }

    /// The configuration that these options, the environment and the file make.
    ///
    /// @throws ConfigException if anything in it is unknown or wrong
    Config load(StoreOpener opener, Map<String, String> environment) throws ConfigException {
        List<String> all = new ArrayList<>(sets);
        addFlag(all, "data", data);
        addFlag(all, "listen", listen);
        addFlag(all, "head.retention", retention);
        if (insecure) {
            all.add("insecure=true");
        }
        return new ConfigLoader(settings(opener)).load(Optional.ofNullable(file), environment, all);
    }

    private static void addFlag(List<String> sets, String key, @Nullable String value) {
        if (value != null) {
            sets.add(key + "=" + value);
        }
    }
}
