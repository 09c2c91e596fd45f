package io.tributary.cli;

import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Syntax;
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

/// The options by which a configuration is given, the same for every command that has one. Flags
/// are other names of keys.
final class ConfigOptions {
    private static final String FILE = "config";
    private static final String SET = "set";
    private static final String DATA = "data";
    private static final String LISTEN = "listen";
    private static final String RETENTION = "retention";
    private static final String INSECURE = "insecure";

    private ConfigOptions() {}

    static Syntax syntax() {
        return new Syntax()
                .option(FILE, "FILE", "Configuration file (YAML).")
                .repeatable(
                        SET,
                        "KEY=VALUE",
                        "Sets a key of the configuration, over file and environment.")
                .option(DATA, "DIR", "Directory of everything that is stored (key: data).")
                .option(LISTEN, "HOST:PORT", "Where HTTP is answered (key: listen).")
                .option(
                        RETENTION,
                        "DURATION",
                        "How long a chunk file is kept after it was closed (key: head.retention).")
                .flag(
                        INSECURE,
                        "Listen on other addresses than loopback although nobody is authenticated (key: insecure).");
    }

    /// The keys of the program with this store.
    static Settings settings(StoreOpener opener) {
        return Settings.union(ServerSettings.ALL, Collector.SETTINGS, opener.settings());
    }

    /// The configuration that these options, the environment and the file make.
    ///
    /// @throws ConfigException if anything in it is unknown or wrong
    static Config load(Arguments arguments, StoreOpener opener, Map<String, String> environment)
            throws ConfigException {
        List<String> all = new ArrayList<>(arguments.values(SET));
        arguments.value(DATA).ifPresent(value -> all.add("data=" + value));
        arguments.value(LISTEN).ifPresent(value -> all.add("listen=" + value));
        arguments.value(RETENTION).ifPresent(value -> all.add("head.retention=" + value));
        if (arguments.has(INSECURE)) {
            all.add("insecure=true");
        }
        return new ConfigLoader(settings(opener))
                .load(arguments.value(FILE).map(Path::of), environment, all);
    }
}
