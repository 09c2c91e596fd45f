package io.tributary.tsdb.dump;

import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.Tenant;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.NoSpaceException;
import io.tributary.tsdb.chunks.ChunkSettings;
import io.tributary.tsdb.data.DataDirectory;
import io.tributary.tsdb.data.DataDirectoryException;
import io.tributary.tsdb.losses.Losses;
import io.tributary.tsdb.notes.MetricNames;
import io.tributary.tsdb.notes.NoteSettings;
import io.tributary.tsdb.notes.Notes;
import io.tributary.tsdb.notes.SeriesExemplar;
import io.tributary.tsdb.notes.ToldMetadata;
import io.tributary.tsdb.recovery.Recovery;
import io.tributary.tsdb.recovery.RecoveryReport;
import io.tributary.tsdb.series.SeriesDirectory;
import io.tributary.tsdb.series.SeriesStamps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.roaringbitmap.RoaringBitmap;

/// What a data directory holds: tenants by name, their series by labels, samples and exemplars by
/// time, metadata by family.
///
/// Held in memory: what a server's start holds (series, open chunks, exemplars, metadata), and the
/// label sets of one tenant's series while they are walked.
///
/// One thread.
public final class StoredData implements AutoCloseable {
    private static final Comparator<ToldMetadata> BY_NAME =
            Comparator.comparing(ToldMetadata::metadata, FamilyMetadata.BY_NAME);

    private final DataDirectory data;
    private final Recovery recovered;

    /// What recovery's own threads met: one each at most.
    private final Queue<IOException> failures;

    private StoredData(DataDirectory data, Recovery recovered, Queue<IOException> failures) {
        this.data = data;
        this.recovered = recovered;
        this.failures = failures;
    }

    /// Recovers a directory. What recovery writes goes to `disk`.
    ///
    /// @throws DataDirectoryException if it is in use, of a newer version, or not a data directory
    /// @throws IOException if it cannot be read
    public static StoredData open(Disk disk, Clock clock) throws IOException {
        DataDirectory data = DataDirectory.openExisting(disk);
        Queue<IOException> failures = new ConcurrentLinkedQueue<>();
        try {
            Recovery recovered =
                    Recovery.run(
                            new Recovery.Surroundings(
                                    disk,
                                    clock,
                                    data,
                                    ChunkSettings.defaults(),
                                    NoteSettings.defaults(),
                                    () -> {},
                                    failures::add));
            return new StoredData(data, recovered, failures);
        } catch (IOException | RuntimeException e) {
            data.close();
            throw e;
        }
    }

    /// What recovery found, and what is lost.
    public RecoveryReport report() {
        return recovered.report();
    }

    /// What is lost: on record, and found now, which is recorded on the disk it was opened with.
    public Losses losses() {
        return recovered.losses();
    }

    /// By name.
    public List<Tenant> tenants() {
        return recovered.memory().directory().tenants().all().stream()
                .sorted(Comparator.comparing(Tenant::name))
                .toList();
    }

    /// The series of a tenant that pass all matchers, in the order of their labels; those that
    /// departed are gone. Metadata is that of all families where there are no matchers, else of
    /// those that a series belongs to.
    public SeriesWalk walk(Tenant tenant, List<Matcher> matchers) {
        SeriesDirectory directory = recovered.memory().directory();
        int number = directory.tenantNumber(tenant);
        List<SeriesWalk.Stored> found = new ArrayList<>();
        for (int slot : directory.liveSlots()) {
            if (directory.tenant(slot) == number) {
                Labels labels = directory.labels(slot);
                if (matches(labels, matchers)) {
                    found.add(new SeriesWalk.Stored(labels, slot, directory.ref(slot)));
                }
            }
        }
        Collections.sort(found, Comparator.comparing(SeriesWalk.Stored::labels));
        List<ToldMetadata> metadata =
                matchers.isEmpty() ? metadata(number) : metadata(number, found);
        SeriesWalk.StoredNotes notes = new SeriesWalk.StoredNotes(exemplars(number), metadata);
        return new SeriesWalk(recovered.memory(), recovered.chunks(), found, notes);
    }

    /// Gives the directory back.
    ///
    /// @throws IOException if anything failed meanwhile that only recovery's own threads met
    @Override
    public void close() throws IOException {
        try (data) {
            recovered.close();
        } catch (NoSpaceException e) {
            // Chunks that were sealed here and found no room: all of them stand in the wal.
        }
        if (!failures.isEmpty()) {
            throw new IOException("cannot recover the directory", failures.peek());
        }
    }

    private Map<Long, List<Exemplar>> exemplars(int tenant) {
        Map<Long, List<Exemplar>> byRef = new HashMap<>();
        for (SeriesExemplar each : notes().exemplars(tenant)) {
            byRef.computeIfAbsent(each.ref(), _ -> new ArrayList<>()).add(each.exemplar());
        }
        byRef.values().forEach(exemplars -> exemplars.sort(Exemplar.BY_TIME));
        return byRef;
    }

    private List<ToldMetadata> metadata(int tenant) {
        return notes().metadata(tenant).stream().sorted(BY_NAME).toList();
    }

    private List<ToldMetadata> metadata(int tenant, List<SeriesWalk.Stored> series) {
        RoaringBitmap slots = new RoaringBitmap();
        series.forEach(stored -> slots.add(stored.slot()));
        Map<Labels, Set<String>> names =
                new SeriesStamps(recovered.memory().directory())
                        .metricNames(slots, new ReadBudget(Long.MAX_VALUE));
        List<ToldMetadata> kept = new ArrayList<>();
        for (ToldMetadata told : metadata(tenant)) {
            List<Labels> stamps =
                    told.stamps().stream()
                            .filter(each ->
                                    new MetricNames(names.getOrDefault(each, Set.of()))
                                            .hasOneOf(told.metadata().family()))
                            .toList();
            if (!stamps.isEmpty()) {
                kept.add(new ToldMetadata(told.metadata(), stamps));
            }
        }
        return kept;
    }

    private Notes notes() {
        return recovered.memory().notes();
    }

    private static boolean matches(Labels labels, List<Matcher> matchers) {
        return matchers.stream().allMatch(matcher -> matcher.matches(labels.value(matcher.name())));
    }
}
