package io.tributary.gateway.registry;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.yaml.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The tenants, clusters and credentials there are, as everybody sees them now.
///
/// ```
/// files ─ each second: read ─ changed? ─ parse, check as a whole ─┬ right: a new snapshot, told to all
///                        │                                        └ wrong: the last one stays, and a warning
///                        └ read at all: fresh for another 15 s
/// ```
///
/// *Invariants*: a snapshot is valid as a whole; versions only grow; what is wrong in a source
/// never takes away what was right before. A registry that has not been able to read its source for
/// 15 s is stale: nobody knows then who was revoked meanwhile.
///
/// Threads: {@link #current} and {@link #isStale} from any thread, without waiting; one thread
/// reads.
public final class Registry implements AutoCloseable {
    /// How long a snapshot stands without its source having been read, in nanoseconds.
    static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final long POLL_MILLIS = 1_000;

    private final Optional<Path> path;
    private final PolicySettings settings;
    private final Clock clock;
    private final List<Consumer<RegistrySnapshot>> listeners = new CopyOnWriteArrayList<>();
    private final Thread watcher;

    private volatile RegistrySnapshot current;
    private volatile long readAtNanos;
    private volatile List<String> problems = List.of();
    private volatile Optional<String> unreadable = Optional.empty();

    /// Of the watcher, but for the first reading.
    private SortedMap<String, byte[]> contents = new TreeMap<>();

    private Registry(Optional<Path> path, PolicySettings settings, Clock clock) {
        this.path = path;
        this.settings = settings;
        this.clock = clock;
        this.current = RegistrySnapshot.empty();
        this.readAtNanos = clock.monotonicNanos();
        this.watcher = Thread.ofPlatform().daemon().name("registry-watch").unstarted(this::watch);
    }

    /// Reads what is declared, and goes on watching it.
    ///
    /// @param path a file or a directory; empty where nothing is declared in files
    /// @throws ConfigException if the declarations are wrong, each with its place
    /// @throws IOException if they cannot be read
    public static Registry open(Optional<Path> path, PolicySettings settings, Clock clock)
            throws ConfigException, IOException {
        Registry registry = new Registry(path, settings, clock);
        if (path.isPresent()) {
            registry.refresh(path.get());
            if (!registry.problems.isEmpty()) {
                throw new ConfigException(registry.problems);
            }
            registry.watcher.start();
        }
        return registry;
    }

    /// A registry of nothing.
    public static Registry empty(PolicySettings settings, Clock clock) {
        return new Registry(Optional.empty(), settings, clock);
    }

    public RegistrySnapshot current() {
        return current;
    }

    /// Whether the source has not been read for too long to go by what it said.
    public boolean isStale() {
        return path.isPresent() && clock.monotonicNanos() - readAtNanos > FRESH_NANOS;
    }

    /// How old the last reading of the source is; 0 where there is none to read.
    public double ageSeconds() {
        return path.isEmpty() ? 0 : (clock.monotonicNanos() - readAtNanos) / 1e9;
    }

    /// What an operator should know: what is wrong with the source, and that the last valid state
    /// is in force.
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        unreadable.ifPresent(why -> warnings.add("registry: it cannot be read: " + why));
        List<String> wrong = problems;
        if (!wrong.isEmpty()) {
            warnings.add(
                    "registry: version %d stays in force, as what is declared is wrong (%d problems): %s"
                            .formatted(current.version(), wrong.size(), wrong.getFirst()));
        }
        return warnings;
    }

    /// Calls `listener` with each snapshot from now on, on the thread that read it.
    public void onChange(Consumer<RegistrySnapshot> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        watcher.interrupt();
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(POLL_MILLIS);
                try {
                    refresh(path.orElseThrow());
                } catch (IOException e) {
                    unreadable = Optional.of(String.valueOf(e.getMessage()));
                }
            }
        } catch (InterruptedException e) {
            // The registry is closed.
        }
    }

    private void refresh(Path from) throws IOException {
        long began = clock.monotonicNanos();
        SortedMap<String, byte[]> read = RegistryFiles.read(from);
        if (!isSame(read, contents)) {
            take(read);
            contents = read;
        }
        unreadable = Optional.empty();
        readAtNanos = began;
    }

    private void take(SortedMap<String, byte[]> read) {
        Problems found = new Problems();
        Objects objects = RegistryFiles.parse(read, settings, found);
        Optional<RegistrySnapshot> next =
                found.isEmpty()
                        ? WholeCheck.snapshot(current.version() + 1, objects, found)
                        : Optional.empty();
        problems = found.all();
        if (next.isPresent()) {
            current = next.get();
            listeners.forEach(listener -> listener.accept(next.get()));
        }
    }

    private static boolean isSame(SortedMap<String, byte[]> left, SortedMap<String, byte[]> right) {
        return left.keySet().equals(right.keySet())
                && left.entrySet().stream()
                        .allMatch(entry ->
                                Arrays.equals(entry.getValue(), right.get(entry.getKey())));
    }
}
