package io.tributary.runtime.config;

import io.tributary.runtime.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Puts the configuration together: file, over it the environment, over it `--set`.
public final class ConfigLoader {
    private static final String PREFIX = "TRIBUTARY_";

    /// Read by the build and the launcher, which have no settings.
    private static final Set<String> LAUNCHER =
            Set.of("TRIBUTARY_JDK", "TRIBUTARY_JAVA_OPTS", "TRIBUTARY_AOT");

    private final Settings settings;

    public ConfigLoader(Settings settings) {
        this.settings = settings;
    }

    /// Loads.
    ///
    /// @param environment all of it; only `TRIBUTARY_…` is looked at
    /// @param sets `key=value`, the last of a key wins
    /// @throws ConfigException if anything is unknown or wrong, in whatever source, or the file
    ///   cannot be read
    public Config load(Optional<Path> file, Map<String, String> environment, List<String> sets)
            throws ConfigException {
        Problems problems = new Problems();
        Findings findings = new Findings(settings, problems);
        file.ifPresent(path -> readFile(path, findings));
        readEnvironment(environment, findings);
        sets.forEach(set -> readSet(set, findings));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems.all());
        }
        return new Config(settings, findings.given());
    }

    private static void readFile(Path path, Findings findings) {
        try (InputStream stream = Files.newInputStream(path)) {
            byte[] bytes = stream.readNBytes(YamlReader.FILE_BYTES_MAX + 1);
            YamlReader.read(path.toString(), bytes, findings);
        } catch (IOException e) {
            findings.problem(path.toString(), "", "cannot read the file: " + e);
        }
    }

    private void readEnvironment(Map<String, String> environment, Findings findings) {
        new TreeMap<>(environment)
                .forEach((name, text) -> {
                    if (name.startsWith(PREFIX)) {
                        readVariable(name, text, findings);
                    }
                });
    }

    private void readVariable(String name, String text, Findings findings) {
        Optional<Setting<?>> setting = settings.findByEnvironmentName(name);
        if (setting.isPresent()) {
            findings.value("environment " + name, setting.get(), text);
        } else if (!LAUNCHER.contains(name) && !isServiceLink(name)) {
            findings.unknownVariable(name);
        }
    }

    private void readSet(String set, Findings findings) {
        int equals = set.indexOf('=');
        if (equals < 0) {
            findings.problem("--set", Problems.shown(set), "found no value, expected key=value");
            return;
        }
        String key = set.substring(0, equals);
        settings.find(key)
                .ifPresentOrElse(
                        setting -> findings.value("--set", setting, set.substring(equals + 1)),
                        () -> findings.unknownKey("--set", key));
    }

    /// Kubernetes tells every pod of the services beside it: one named `tributary` or
    /// `tributary-store` appears as `TRIBUTARY_SERVICE_HOST`, `TRIBUTARY_STORE_PORT_9009_TCP` …
    private static boolean isServiceLink(String name) {
        return !name.contains("__")
                && (name.endsWith("_SERVICE_HOST")
                        || name.contains("_SERVICE_PORT")
                        || name.endsWith("_PORT")
                        || name.contains("_PORT_"));
    }
}
