package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.labels.LabelLimits;
import io.tributary.gateway.registry.PolicySettings;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The example in `docs/reference/registry.md` is a registry, and so are those on routing.
class RegistryReferenceTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "reference", "registry.md");
    private static final PolicySettings SETTINGS =
            new PolicySettings(
                    Config.defaults(LabelLimits.SETTINGS),
                    LabelLimits.SETTINGS,
                    LabelLimits.SETTINGS);

    /// Each example of routing, in a registry that has the tenants it names.
    @ParameterizedTest
    @ValueSource(strings = {"reference/registry.md", "guide/routing.md"})
    void examplesOfRouting_areRight(String document, @TempDir Path directory) throws Exception {
        String text = Files.readString(Path.of("..", "docs").resolve(document));
        Matcher blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(text);
        int found = 0;
        while (blocks.find()) {
            int routing = blocks.group(1).indexOf("    routing:\n");
            if (routing < 0) {
                continue;
            }
            Path file = directory.resolve("registry.yaml");
            Files.writeString(
                    file,
                    "tenants: [{name: platform}, {name: shop}, {name: bank}, {name: archive}, {name: x}, {name: y}, {name: \"0\"}]\n"
                            + "clusters:\n  - name: eu-1\n    tenant: platform\n"
                            + blocks.group(1).substring(routing));
            try (Registry registry =
                    Registry.open(Optional.of(file), SETTINGS, new SystemClock())) {
                assertThat(registry.current().cluster("eu-1").orElseThrow().routing()).isPresent();
            }
            found++;
        }
        assertThat(found).isPositive();
    }

    @Test
    void example_isARegistry(@TempDir Path directory) throws Exception {
        String text = Files.readString(DOCUMENT);
        int start = text.indexOf("```yaml\n") + "```yaml\n".length();
        Path file = directory.resolve("registry.yaml");
        Files.writeString(file, text.substring(start, text.indexOf("```", start)));

        try (Registry registry = Registry.open(Optional.of(file), SETTINGS, new SystemClock())) {
            RegistrySnapshot now = registry.current();
            assertThat(now.tenants()).hasSize(3);
            assertThat(now.clusters()).hasSize(1);
            assertThat(now.credentials()).hasSize(2);
            assertThat(now.issuers()).hasSize(2);
            assertThat(now.agent(UUID.fromString("6f1f2d6e-3c52-4f0a-9c1e-0c8c0a3f7a10")))
                    .isPresent();
        }
    }
}
