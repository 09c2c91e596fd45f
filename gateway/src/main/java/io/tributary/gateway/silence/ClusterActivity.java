package io.tributary.gateway.silence;

import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import io.tributary.runtime.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// When each cluster was last heard of: when it last sent a sample that was stored.
///
/// By our clock and not by the samples' own times: what an agent sends of last night shows that it
/// is there now. A cluster that was never heard of counts as heard of when it was first seen in the
/// registry by this process.
public final class ClusterActivity implements AutoCloseable {
    private static final Setting<Duration> AFTER =
            Setting.duration(
                    "silence.after",
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(10),
                    Duration.ofDays(30),
                    "How long a registered cluster may send nothing before it is called silent");

    public static final Settings SETTINGS = Settings.of(AFTER);

    /// How often the times are written down, in milliseconds.
    private static final long KEEP_MILLIS = 30_000;

    /// What is known of a cluster.
    ///
    /// @param lastMillis when it was last heard of, since 1970; empty where it never was
    /// @param ageMillis since then, or since it was first seen registered
    /// @param maintenance what it is kept from sending by now, where it is
    public record Status(
            ClusterEntry cluster,
            Optional<Long> lastMillis,
            long ageMillis,
            boolean silent,
            Optional<String> maintenance) {}

    private final Clock clock;
    private final ActivityFile file;
    private final Map<UUID, AtomicLong> lastMillis = new ConcurrentHashMap<>();
    private final Map<UUID, Long> firstSeenMillis = new ConcurrentHashMap<>();
    private final Thread keeper;

    private ClusterActivity(Clock clock, ActivityFile file) {
        this.clock = clock;
        this.file = file;
        this.keeper = Thread.ofPlatform().daemon().name("cluster-activity").unstarted(this::keep);
    }

    /// Goes on from the times that were written down in a directory.
    ///
    /// @throws IOException if they cannot be read
    public static ClusterActivity open(Disk disk, Path directory, Clock clock) throws IOException {
        ClusterActivity activity = new ClusterActivity(clock, new ActivityFile(disk, directory));
        activity.file
                .read()
                .forEach((id, millis) -> activity.lastMillis.put(id, new AtomicLong(millis)));
        activity.keeper.start();
        return activity;
    }

    /// A cluster sent samples that were stored.
    public void heardOf(ClusterEntry cluster) {
        AtomicLong last = lastMillis.computeIfAbsent(cluster.id(), id -> new AtomicLong());
        last.accumulateAndGet(clock.wallMillis(), Math::max);
    }

    /// What is known of each registered cluster, in the order of the registry.
    public List<Status> statuses(RegistrySnapshot snapshot) {
        long now = clock.wallMillis();
        List<Status> statuses = new ArrayList<>();
        for (ClusterEntry cluster : snapshot.clusters()) {
            AtomicLong heard = lastMillis.get(cluster.id());
            Optional<Long> last = Optional.ofNullable(heard).map(AtomicLong::get);
            long since =
                    last.orElseGet(
                            () -> firstSeenMillis.computeIfAbsent(cluster.id(), absent -> now));
            long age = Math.max(0, now - since);
            Optional<String> maintenance = cluster.maintenanceAt(now);
            boolean silent = maintenance.isEmpty() && age > after(cluster.config()).toMillis();
            statuses.add(new Status(cluster, last, age, silent, maintenance));
        }
        return statuses;
    }

    /// How long a cluster may send nothing.
    static Duration after(Config config) {
        return config.value(AFTER);
    }

    private void keep() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(KEEP_MILLIS);
                write();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /// A disk that takes nothing keeps nobody from sending: the next time tries again.
    private void write() {
        try {
            file.write(lastMillis);
        } catch (IOException e) {
            // The times in memory are right; what a restart would find is older.
        }
    }

    @Override
    public void close() {
        keeper.interrupt();
        write();
    }
}
