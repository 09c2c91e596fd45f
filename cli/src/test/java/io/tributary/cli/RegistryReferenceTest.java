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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example in `docs/reference/registry.md` is a registry.
class RegistryReferenceTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "reference", "registry.md");

    @Test
    void example_isARegistry(@TempDir Path directory) throws Exception {
        String text = Files.readString(DOCUMENT);
        int start = text.indexOf("```yaml\n") + "```yaml\n".length();
        Path file = directory.resolve("registry.yaml");
        Files.writeString(file, text.substring(start, text.indexOf("```", start)));
        PolicySettings settings =
                new PolicySettings(
                        Config.defaults(LabelLimits.SETTINGS),
                        LabelLimits.SETTINGS,
                        LabelLimits.SETTINGS);

        try (Registry registry = Registry.open(Optional.of(file), settings, new SystemClock())) {
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
