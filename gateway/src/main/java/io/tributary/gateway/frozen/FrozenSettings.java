package io.tributary.gateway.frozen;

import io.tributary.gateway.frozen.Frozen.Difference;
import io.tributary.gateway.pki.store.WholeFile;
import io.tributary.model.Tenant;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// Some settings of each tenant, as they were when they first counted.
///
/// ```
/// declared ─┬ not frozen: in force; the first who uses it freezes it ──► file, durable
///           └ frozen:     in force is what is frozen, and of all other settings what is declared
/// ```
///
/// A file a tenant, replaced as a whole: a crash leaves the one before or the one after. Frozen
/// before anything is stored by it: a crash between may leave a tenant frozen that has stored
/// nothing yet, and never the other way round.
///
/// Safe from any thread; freezing waits for the disk, once for each tenant.
public final class FrozenSettings {
    private final Disk disk;
    private final Path directory;
    private final Settings which;
    private final Function<Config, Object> meaning;
    private final Clock clock;
    private final Map<UUID, Kept> all = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    /// What is frozen of a tenant, and what that last made of what was declared.
    private static final class Kept {
        final Frozen frozen;
        private volatile Optional<Overlay> last = Optional.empty();

        Kept(Frozen frozen) {
            this.frozen = frozen;
        }

        /// Made anew only where something else is declared than the last time.
        Config over(Config declared, Settings which) {
            Optional<Overlay> known = last;
            if (known.isPresent() && known.get().declared == declared) {
                return known.get().inForce;
            }
            Config inForce = declared.overlaid(which, section(frozen), new Problems());
            last = Optional.of(new Overlay(declared, inForce));
            return inForce;
        }

        /// Whether a configuration is the one that was last said to be in force.
        boolean gave(Config used) {
            return last.filter(overlay -> overlay.inForce == used).isPresent();
        }
    }

    private record Overlay(Config declared, Config inForce) {}

    private FrozenSettings(
            Disk disk,
            Path directory,
            Settings which,
            Function<Config, Object> meaning,
            Clock clock) {
        this.disk = disk;
        this.directory = directory;
        this.which = which;
        this.meaning = meaning;
        this.clock = clock;
    }

    /// Reads what is frozen.
    ///
    /// @param which settings are
    /// @param meaning of them all: configurations of equal meaning do not differ, however they are
    ///   written
    /// @throws IOException if a file cannot be read, or is not what was written
    public static FrozenSettings open(
            Disk disk,
            Path directory,
            Settings which,
            Function<Config, Object> meaning,
            Clock clock)
            throws IOException {
        FrozenSettings opened = new FrozenSettings(disk, directory, which, meaning, clock);
        for (String name : disk.list(directory)) {
            // What was being written when a crash came has another name, and did not count yet.
            Optional<UUID> id = id(name);
            if (id.isPresent()) {
                opened.all.put(
                        id.get(), new Kept(FrozenFile.read(opened.file(id.get()), id.get())));
            }
        }
        return opened;
    }

    /// What is frozen of a tenant; empty where nothing is yet.
    public Optional<Frozen> find(UUID tenant) {
        return Optional.ofNullable(all.get(tenant)).map(kept -> kept.frozen);
    }

    /// Likewise, by the name that the store has of it; the first, where it has several of one name.
    public Optional<Frozen> find(String tenant) {
        return all().stream().filter(of -> of.tenant().name().equals(tenant)).findFirst();
    }

    /// All that is frozen, in the order in which it was.
    public List<Frozen> all() {
        return all.values().stream()
                .map(kept -> kept.frozen)
                .sorted(Comparator.comparing(Frozen::since).thenComparing(of -> of.tenant().id()))
                .toList();
    }

    /// Grows with each change of what is frozen.
    public long version() {
        return changes.get();
    }

    /// The configuration that holds for a tenant.
    public Config inForce(Tenant tenant, Config declared) {
        Kept kept = all.get(tenant.id());
        return kept == null ? declared : kept.over(declared, which);
    }

    /// Freezes what is declared, durably, where nothing is frozen of the tenant yet. What {@link
    /// #inForce} gave is in force without a comparison.
    ///
    /// @return whether it is in force: else somebody froze something else before
    /// @throws IOException if it is not known to be durable; it is not frozen then
    public boolean freeze(Tenant tenant, Config declared) throws IOException {
        Kept kept = all.get(tenant.id());
        if (kept != null && kept.gave(declared)) {
            return true;
        }
        if (kept == null) {
            synchronized (this) {
                if (!all.containsKey(tenant.id())) {
                    keep(tenant, declared);
                }
            }
        }
        return differences(tenant, declared).isEmpty();
    }

    /// Freezes what is declared, durably, whatever is frozen: series have other names from now on.
    ///
    /// @return what was in force otherwise; empty where nothing was, and nothing is done then
    /// @throws IOException if it is not known to be durable; what was frozen stays
    public synchronized List<Difference> replace(Tenant tenant, Config declared)
            throws IOException {
        List<Difference> differences = differences(tenant, declared);
        if (!differences.isEmpty()) {
            keep(tenant, declared);
        }
        return differences;
    }

    /// In what a configuration differs from what is frozen; empty where it says the same, or
    /// nothing is frozen.
    public List<Difference> differences(Tenant tenant, Config declared) {
        Optional<Frozen> frozen = find(tenant.id());
        if (frozen.isEmpty() || isSame(declared, inForce(tenant, declared))) {
            return List.of();
        }
        List<Difference> differences = new ArrayList<>();
        SortedMap<String, String> values = values(declared);
        for (Setting<?> setting : which.all()) {
            String now = values.getOrDefault(setting.key(), "");
            String before = frozen.get().values().getOrDefault(setting.key(), now);
            if (!now.equals(before)) {
                differences.add(
                        new Difference(setting.key(), now, declared.source(setting), before));
            }
        }
        return differences;
    }

    /// Whether two configurations mean the same.
    public boolean isSame(Config left, Config right) {
        return meaning.apply(left).equals(meaning.apply(right));
    }

    private void keep(Tenant tenant, Config declared) throws IOException {
        Frozen frozen =
                new Frozen(tenant, Instant.ofEpochMilli(clock.wallMillis()), values(declared));
        FrozenFile.write(file(tenant.id()), frozen);
        all.put(tenant.id(), new Kept(frozen));
        changes.incrementAndGet();
    }

    private SortedMap<String, String> values(Config config) {
        SortedMap<String, String> values = new TreeMap<>(config.shown());
        values.keySet().retainAll(which.all().stream().map(Setting::key).toList());
        return values;
    }

    private static YamlNode.Section section(Frozen frozen) {
        List<YamlNode.Entry> entries = new ArrayList<>();
        frozen.values()
                .forEach(
                        (key, value) -> entries.add(FrozenFile.entry(key, FrozenFile.text(value))));
        return new YamlNode.Section("frozen", entries);
    }

    private WholeFile file(UUID tenant) {
        return new WholeFile(disk, directory.resolve(tenant.toString()));
    }

    private static Optional<UUID> id(String name) {
        try {
            UUID id = UUID.fromString(name);
            return id.toString().equals(name) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
