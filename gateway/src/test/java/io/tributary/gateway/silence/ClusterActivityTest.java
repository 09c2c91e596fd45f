package io.tributary.gateway.silence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.registry.PolicySettings;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.gateway.silence.ClusterActivity.Status;
import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.disk.LocalDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterActivityTest {
    private static final long START = 1_700_000_000_000L;
    private static final Path WHERE = Path.of("registry");

    private final SimulatedClock clock = new SimulatedClock(START);

    @TempDir private Path directory;

    @Test
    void statuses_oneOfFiftyStops_itAloneIsSilent() throws Exception {
        RegistrySnapshot snapshot = snapshot(50, "");
        try (ClusterActivity activity = open()) {
            for (int minute = 0; minute < 20; minute++) {
                int now = minute;
                snapshot.clusters().stream()
                        .filter(cluster -> now < 10 || !cluster.name().equals("c7"))
                        .forEach(activity::heardOf);
                clock.advance(60_000);
            }

            List<Status> silent =
                    activity.statuses(snapshot).stream().filter(Status::silent).toList();

            assertThat(silent).hasSize(1);
            assertThat(silent.getFirst().cluster().name()).isEqualTo("c7");
            assertThat(silent.getFirst().ageMillis()).isEqualTo(11 * 60_000);
            assertThat(activity.statuses(snapshot(7, "")))
                    .as("one that is not registered any more")
                    .noneMatch(Status::silent);
        }
    }

    @Test
    void statuses_inMaintenanceOrWithALongerGrace_isNotSilent() throws Exception {
        RegistrySnapshot snapshot =
                snapshot(
                        1,
                        "maintenance: [{from: 2023-11-14T22:00:00Z, to: 2023-11-14T23:00:00Z, why: new disks}]");
        RegistrySnapshot patient = snapshot(1, "silence: {after: 2h}");
        try (ClusterActivity activity = open()) {
            assertThat(activity.statuses(snapshot).getFirst().silent()).isFalse();
            clock.advance(20 * 60_000);

            assertThat(activity.statuses(snapshot).getFirst().maintenance()).contains("new disks");
            assertThat(activity.statuses(snapshot).getFirst().silent()).isFalse();
            assertThat(activity.statuses(patient).getFirst().silent()).isFalse();
            clock.advance(60 * 60_000);
            assertThat(activity.statuses(snapshot).getFirst().silent()).isTrue();
        }
    }

    @Test
    void open_again_knowsWhoWasHeardOfWhen() throws Exception {
        RegistrySnapshot snapshot = snapshot(2, "");
        try (ClusterActivity activity = open()) {
            activity.heardOf(snapshot.cluster("c1").orElseThrow());
        }
        clock.advance(3_600_000);

        try (ClusterActivity activity = open()) {
            List<Status> statuses = activity.statuses(snapshot);
            assertThat(statuses.get(1).lastMillis()).contains(START);
            assertThat(statuses.get(1).silent()).isTrue();
            assertThat(statuses.get(0).lastMillis()).isEmpty();
            assertThat(statuses.get(0).silent()).as("never heard of, seen just now").isFalse();
        }
    }

    private ClusterActivity open() throws Exception {
        return ClusterActivity.open(LocalDisk.open(directory), WHERE, clock);
    }

    private RegistrySnapshot snapshot(int clusters, String more) throws Exception {
        StringBuilder text = new StringBuilder("tenants: [{name: a}]\nclusters:\n");
        IntStream.range(0, clusters)
                .forEach(i ->
                        text.append(
                                "  - {name: c%d, tenant: a%s}\n"
                                        .formatted(i, more.isEmpty() ? "" : ", " + more)));
        Path file = Files.writeString(directory.resolve("registry.yaml"), text);
        PolicySettings settings =
                new PolicySettings(
                        Config.defaults(ClusterActivity.SETTINGS),
                        ClusterActivity.SETTINGS,
                        ClusterActivity.SETTINGS);
        try (Registry registry = Registry.open(Optional.of(file), settings, clock)) {
            return registry.current();
        }
    }
}
