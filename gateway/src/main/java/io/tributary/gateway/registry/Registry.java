package io.tributary.gateway.registry;

import io.tributary.gateway.registry.ChangeProposal.Outcome;
import io.tributary.gateway.registry.journal.HistoryEntry;
import io.tributary.gateway.registry.journal.RegistryJournal;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.files.InputFiles;
import io.tributary.runtime.files.SettledFiles;
import io.tributary.runtime.yaml.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The tenants, clusters, credentials and agents there are, as everybody sees them now: those of
/// files and those of the API together.
///
/// ```
/// files ─ each second: read ─ changed? ─ parse ─┐
///           │                                   ├ with the other source's: check as a whole ─┬ right: a new snapshot, told to all
///           │   a change by the API ─ parse ────┘                 (API: into the journal) ──┤
///           └ read at all: fresh for another 15 s                                            └ wrong: the last one stays; a warning,
///                                                                                               or an answer that says why
/// ```
///
/// *Invariants*: a snapshot is valid as a whole; versions only grow; what is wrong in a source
/// never takes away what was right before; a change by the API is durable before it is in force. A
/// registry that has not been able to read its files for 15 s, because they cannot be read or
/// change all the time, is stale: nobody knows then who was revoked meanwhile.
///
/// Threads: {@link #current}, {@link #view} and {@link #isStale} from any thread, without waiting;
/// changes one after the other.
public final class Registry implements AutoCloseable {
    /// How long a snapshot stands without its source having been read, in nanoseconds.
    static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final long POLL_MILLIS = 1_000;

    private final Optional<Path> path;
    private final Optional<RegistryJournal> journal;
    private final PolicySettings settings;
    private final Clock clock;
    private final List<Consumer<RegistrySnapshot>> listeners = new CopyOnWriteArrayList<>();
    private final Thread watcher;

    /// Held by whoever makes a new state.
    private final Object changing = new Object();

    private volatile RegistryView view = RegistryView.EMPTY;
    private volatile long readAtNanos;
    private volatile List<String> problems = List.of();
    private volatile Optional<String> unreadable = Optional.empty();

    /// What the files held when they were last read, right or wrong.
    private SortedMap<String, byte[]> contents = new TreeMap<>();

    /// Of the watching thread.
    private final SettledFiles settled = new SettledFiles();

    private Registry(
            Optional<Path> path,
            Optional<RegistryJournal> journal,
            PolicySettings settings,
            Clock clock) {
        this.path = path;
        this.journal = journal;
        this.settings = settings;
        this.clock = clock;
        this.readAtNanos = clock.monotonicNanos();
        this.watcher = Thread.ofPlatform().daemon().name("registry-watch").unstarted(this::watch);
    }

    /// Reads what is declared in files, and goes on watching it.
    ///
    /// @param path a file or a directory; empty where nothing is declared in files
    /// @throws ConfigException if the declarations are wrong, each with its place
    /// @throws IOException if they cannot be read
    public static Registry open(Optional<Path> path, PolicySettings settings, Clock clock)
            throws ConfigException, IOException {
        return open(path, Optional.empty(), settings, clock);
    }

    /// Likewise, together with what is declared by the API.
    ///
    /// @param journal of the API; belongs to the registry from now on. Empty where there is none
    public static Registry open(
            Optional<Path> path,
            Optional<RegistryJournal> journal,
            PolicySettings settings,
            Clock clock)
            throws ConfigException, IOException {
        Registry registry = new Registry(path, journal, settings, clock);
        try {
            registry.start();
        } catch (ConfigException | IOException | RuntimeException e) {
            registry.close();
            throw e;
        }
        return registry;
    }

    /// A registry of nothing.
    public static Registry empty(PolicySettings settings, Clock clock) {
        return new Registry(Optional.empty(), Optional.empty(), settings, clock);
    }

    public RegistrySnapshot current() {
        return view.snapshot();
    }

    /// What is in force, with what was declared.
    public RegistryView view() {
        return view;
    }

    /// The settings that objects may have of their own.
    public PolicySettings settings() {
        return settings;
    }

    /// Of the newest change by the API; 0 where there is none.
    public long version() {
        return journal.map(RegistryJournal::version).orElse(0L);
    }

    /// The newest changes by the API, newest first.
    public List<HistoryEntry> history(Predicate<HistoryEntry> of, int limit) {
        return journal.map(kept -> kept.history(of, limit)).orElse(List.of());
    }

    /// What was declared by the API, as the bytes of a journal; empty where nothing was.
    public byte[] journal() {
        return journal.map(RegistryJournal::copy).orElseGet(() -> new byte[0]);
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
                            .formatted(current().version(), wrong.size(), wrong.getFirst()));
        }
        journal.ifPresent(kept -> warnings.addAll(kept.warnings()));
        return warnings;
    }

    /// Calls `listener` with each snapshot from now on, on the thread that read it.
    public void onChange(Consumer<RegistrySnapshot> listener) {
        listeners.add(listener);
    }

    /// Makes what is proposed durable and puts it in force, all of it or nothing.
    ///
    /// @throws IOException if it is not known to be durable; it is not in force then
    public Outcome change(ChangeProposal proposal) throws IOException {
        synchronized (changing) {
            if (journal.isEmpty()) {
                return new Outcome.Conflict(
                        "what is registered here is declared in files alone: set registry.api");
            }
            RegistryView now = view;
            return switch (proposal.plan(now)) {
                case ChangeProposal.Plan.Stop(var outcome) -> outcome;
                case ChangeProposal.Plan.Go(var edits) ->
                        new JournalledChange(settings, journal.get(), clock)
                                .make(now, edits, proposal, this::publishChange);
            };
        }
    }

    @Override
    public void close() throws IOException {
        watcher.interrupt();
        if (journal.isPresent()) {
            journal.get().close();
        }
    }

    private void start() throws ConfigException, IOException {
        Problems wrong = new Problems();
        RegistryFiles files = RegistryFiles.NONE;
        if (path.isPresent()) {
            readAtNanos = clock.monotonicNanos();
            contents = RegistryFiles.read(path.get());
            files = RegistryFiles.parse(contents, settings, Map.of(), wrong);
            checkImports(files, wrong);
        }
        ApiObjects api = ApiObjects.NONE;
        if (journal.isPresent()) {
            api = ApiObjects.of(journal.get().objects(), files.configs(), settings, wrong);
            files = files.with(api.configs(), settings, wrong);
        }
        if (path.isEmpty() && api.declared().isEmpty()) {
            return;
        }
        Optional<RegistrySnapshot> first =
                wrong.isEmpty()
                        ? WholeCheck.snapshot(
                                version() + 1, files.objects().and(api.objects()), wrong)
                        : Optional.empty();
        if (first.isEmpty()) {
            throw new ConfigException(wrong.all());
        }
        view = new RegistryView(first.get(), files, api);
        if (path.isPresent()) {
            watcher.start();
        }
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
        if (!settled.isSettled(read)) {
            return;
        }
        synchronized (changing) {
            if (!InputFiles.isSame(read, contents)) {
                contents = read;
                take();
            }
        }
        unreadable = Optional.empty();
        readAtNanos = began;
    }

    /// Puts in force what the files hold, where it is right together with what the API declared.
    private void take() {
        Problems found = new Problems();
        RegistryFiles files = RegistryFiles.parse(contents, settings, view.api().configs(), found);
        checkImports(files, found);
        ApiObjects api = view.api().with(List.of(), version(), files.configs(), settings, found);
        Optional<RegistrySnapshot> next =
                found.isEmpty()
                        ? WholeCheck.snapshot(
                                current().version() + 1, files.objects().and(api.objects()), found)
                        : Optional.empty();
        problems = found.all();
        next.ifPresent(snapshot -> publish(new RegistryView(snapshot, files, api)));
    }

    /// Looked at when it is declared, and not later: what was right stays right.
    private void checkImports(RegistryFiles files, Problems found) {
        Instant now = Instant.ofEpochMilli(clock.wallMillis());
        files.objects().credentials().forEach(credential -> credential.checkImport(now, found));
    }

    /// After a change by the API, files that were wrong only beside it may be right.
    private void publishChange(RegistryView next) {
        publish(next);
        if (!problems.isEmpty()) {
            take();
        }
    }

    private void publish(RegistryView next) {
        view = next;
        listeners.forEach(listener -> listener.accept(next.snapshot()));
    }
}
