package io.tributary.gateway.routing;

import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.SampleSink;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One write on its ways: which series goes to which tenant, the part of each tenant, and what
/// became of all of it.
///
/// ```
/// Router.route ─► makeParts ─► leaveOut some ─► toAppend ─► the store ─► result
/// ```
///
/// *Invariants*: no two parts have one target; a series is in each part once. Reused, as long as it
/// {@link #isSmall}: what grew stays as it is. Owned by one thread at a time.
public final class RoutedWrite {
    /// Most tenants of one write: the series of further ones are refused.
    static final int TENANTS_MAX = 1_024;

    /// Larger ones are not to be used again.
    private static final int KEPT_BYTES_MAX = 16 << 20;

    private static final int POSITIONS_START = 16;
    private static final int NONE = -1;

    /// Stays empty.
    private static final WriteBatch NOTHING = new WriteBatch();

    /// What a copied sample takes besides its text, in bytes, for whoever sets room aside; about
    /// what anything else of a write takes, too.
    static final int SAMPLE_BYTES = 24;

    private final Choice choice = new Choice();
    private final Ways series = new Ways();
    private final Ways metadata = new Ways();
    private final List<Target> targets = new ArrayList<>();
    private final List<PartBatch> parts = new ArrayList<>();
    private final PartBatch.Symbols symbols = new PartBatch.Symbols();
    private final SortedMap<Integer, String> leftOutParts = new TreeMap<>();
    private final Map<String, Integer> onTheWay = new HashMap<>();
    private final Map<String, Integer> ofParts = new HashMap<>();
    private final Map<RoutingFault, Integer> dropped = new EnumMap<>(RoutingFault.class);
    private final BitSet nowhere = new BitSet();
    private final MergedFates samples = new MergedFates();
    private final MergedFates histograms = new MergedFates();
    private WriteBatch batch = NOTHING;
    private Dialect dialect = Dialect.REMOTE_WRITE_1;
    private int[] positions = {};
    private int[] sampleCounts = {};
    private int[] firstExemplar = {};
    private int[] nextExemplar = {};
    private int seriesCount;

    /// Those of series that go somewhere.
    private int exemplarCount;

    private int metadataDropped;
    private int labelsFound;
    private String firstRefusal = "";
    private String firstForeign = "";

    /// Begins another write; the choice is that of its next series.
    Choice begin(WriteBatch source, Dialect written) {
        batch = source;
        dialect = written;
        series.clear();
        metadata.clear();
        targets.clear();
        leftOutParts.clear();
        onTheWay.clear();
        ofParts.clear();
        dropped.clear();
        nowhere.clear();
        Arrays.fill(positions, NONE);
        seriesCount = 0;
        metadataDropped = 0;
        labelsFound = 0;
        firstRefusal = "";
        firstForeign = "";
        choice.saidAlready(false, false);
        return choice;
    }

    /// Adds the next series of the batch, as was chosen.
    void addSeries() {
        int number = seriesCount++;
        int count = sampleCountOf(number) + histogramCountOf(number);
        labelsFound += choice.found();
        if (choice.refused().isEmpty() && !place(choice.targets())) {
            choice.refuse(
                    RoutingFault.TENANTS_TOO_MANY,
                    "series of more than %d tenants in one request".formatted(TENANTS_MAX));
        }
        if (!choice.dropped().isEmpty()) {
            choice.dropped().forEach(fault -> dropped.merge(fault, count, Integer::sum));
        }
        Optional<RoutingFault> fault = choice.refused();
        if (fault.isPresent()) {
            onTheWay.merge(fault.get().word(), count, Integer::sum);
            nowhere.set(number);
            firstRefusal = firstRefusal.isEmpty() ? choice.detail() : firstRefusal;
        }
        if (firstForeign.isEmpty() && choice.isForeign()) {
            firstForeign = choice.detail();
        }
        choice.saidAlready(!firstRefusal.isEmpty(), !firstForeign.isEmpty());
        series.add(choice.targets(), positions);
    }

    /// Adds the next entry of metadata of the batch, as was chosen.
    void addMetadata() {
        if (choice.targets().isEmpty() || !place(choice.targets())) {
            choice.begin();
            metadataDropped++;
        }
        metadata.add(choice.targets(), positions);
    }

    /// Ends it: all ways are known.
    void end() {
        series.sort(targets.size());
        metadata.sort(targets.size());
        if (sampleCounts.length < targets.size()) {
            sampleCounts = new int[2 * targets.size()];
        }
        for (int part = 0; part < targets.size(); part++) {
            sampleCounts[part] = samplesOfItsSeries(part);
        }
    }

    /// Makes the parts, which take {@link #sizeBytes} more.
    public void makeParts() {
        chainExemplars();
        for (int part = 0; part < targets.size(); part++) {
            if (part == parts.size()) {
                parts.add(new PartBatch());
            }
            fill(part, parts.get(part));
        }
        if (!targets.isEmpty()) {
            parts.getFirst().batch.exemplars().dropped(batch.exemplars().droppedCount());
        }
    }

    /// How many tenants it goes to.
    public int partCount() {
        return targets.size();
    }

    public Route route(int part) {
        return targets.get(part).route();
    }

    /// How many samples and histograms go to a part's tenant.
    public int sampleCount(int part) {
        return sampleCounts[part];
    }

    public int seriesCount(int part) {
        return series.count(part);
    }

    public int metadataCount(int part) {
        return metadata.count(part);
    }

    /// Entries of metadata that went nowhere: no series of their family was seen yet.
    public int metadataDropped() {
        return metadataDropped;
    }

    /// How many names the labels of all series gave.
    public int labelsFound() {
        return labelsFound;
    }

    /// Bytes that all parts are going to take, about.
    public long sizeBytes() {
        long samples = 0;
        for (int part = 0; part < partCount(); part++) {
            samples += sampleCounts[part];
        }
        return SAMPLE_BYTES * samples;
    }

    /// Refuses one part, of which its tenant takes nothing now; the others go on.
    ///
    /// @param reason in one word
    public void leaveOut(int part, String reason, String why) {
        leftOutParts.put(part, reason);
        firstRefusal = firstRefusal.isEmpty() ? why : firstRefusal;
    }

    /// Why a part was left out, in one word.
    public String leftOut(int part) {
        return leftOutParts.getOrDefault(part, "");
    }

    /// The parts that are to be stored, in the order of their numbers; what becomes of their
    /// samples is noted here.
    public List<SampleSink.Part> toAppend() {
        List<SampleSink.Part> all = new ArrayList<>();
        for (int part = 0; part < partCount(); part++) {
            if (!leftOutParts.containsKey(part)) {
                PartBatch of = parts.get(part);
                all.add(new SampleSink.Part(route(part), of.batch, of.samples, of.histograms));
            }
        }
        return all;
    }

    /// What became of the write, each of its samples counted once: stored where it is with every
    /// tenant that it was to go to, but for those whose own rules drop it; refused where any of
    /// them refuses it. Exemplars: those of which no copy is missing, or fewer.
    ///
    /// @param results of {@link #toAppend}, in its order
    public WriteResult result(List<WriteResult> results) {
        samples.begin(batch.sampleCount());
        histograms.begin(batch.histogramCount());
        leftOutParts.forEach((part, reason) -> {
            int newly = 0;
            for (int i = 0; i < series.count(part); i++) {
                int of = series.thing(part, i);
                newly += samples.leave(batch.sampleStart(of), sampleCountOf(of));
                newly += histograms.leave(batch.histogramStart(of), histogramCountOf(of));
            }
            ofParts.merge(reason, newly, Integer::sum);
        });
        int next = 0;
        long position = 0;
        int repeated = 0;
        int late = 0;
        int exemplars = exemplarCount;
        String first = "";
        for (int part = 0; part < partCount(); part++) {
            if (leftOutParts.containsKey(part)) {
                exemplars -= parts.get(part).batch.exemplarCount();
                continue;
            }
            if (!(results.get(next++) instanceof WriteResult.Accepted accepted)) {
                return results.getFirst();
            }
            merge(part);
            position = Math.max(position, accepted.position());
            repeated += accepted.samplesRepeated();
            late += accepted.samplesLate();
            exemplars -= parts.get(part).batch.exemplarCount() - accepted.exemplarsWritten();
            if (first.isEmpty() && !accepted.firstRefusal().isEmpty()) {
                first =
                        "tenant %s: %s"
                                .formatted(route(part).tenant().name(), accepted.firstRefusal());
            }
        }
        Map<Refusal, Integer> reasons = new EnumMap<>(Refusal.class);
        return new WriteResult.Accepted(
                samples.count(reasons),
                histograms.count(reasons),
                Math.max(0, exemplars),
                repeated,
                late,
                reasons,
                first,
                List.of(),
                position);
    }

    /// Samples whose labels lead to no tenant, by the word of the reason.
    public Map<String, Integer> refusedOnTheWay() {
        return onTheWay;
    }

    /// Samples of parts that were left out, by reason; each once, and there after {@link #result}.
    public Map<String, Integer> refusedOfParts() {
        return ofParts;
    }

    /// Of how many data points anything is refused, on the way or at its end; there after {@link
    /// #result}. 0 where the batch does not tell of points.
    public int pointsRefused() {
        if (!batch.hasPoints()) {
            return 0;
        }
        BitSet refused = (BitSet) nowhere.clone();
        for (int i = 0; i < seriesCount; i++) {
            if (samples.isAnyRefused(batch.sampleStart(i), sampleCountOf(i))
                    || histograms.isAnyRefused(batch.histogramStart(i), histogramCountOf(i))) {
                refused.set(i);
            }
        }
        return batch.pointCount(refused);
    }

    /// The first of these in words; empty where there is none.
    public String firstRefusal() {
        return firstRefusal;
    }

    /// Samples that labels led to no tenant, and whose sender is not told.
    public Map<RoutingFault, Integer> dropped() {
        return dropped;
    }

    /// The first series whose labels named a tenant that is not granted, in words; empty where
    /// there is none.
    public String firstForeign() {
        return firstForeign;
    }

    /// Whether it has not grown so large that it should not be kept for another write; to be asked
    /// of each write before {@link #clear}.
    public boolean isSmall() {
        long things = (long) series.wayCount() + metadata.wayCount() + PartBatch.rows(batch);
        long bytes = SAMPLE_BYTES * things + (long) Integer.BYTES * positions.length;
        for (PartBatch part : parts) {
            bytes += part.bytesMost();
        }
        return bytes + choice.sizeBytes() <= KEPT_BYTES_MAX;
    }

    /// Lets go of the write.
    public void clear() {
        if (batch.equals(NOTHING)) {
            return;
        }
        batch = NOTHING;
        targets.clear();
        leftOutParts.clear();
        parts.forEach(part -> part.batch.reset(new byte[0]));
    }

    /// Gives each target the number of its part; false where there are too many.
    private boolean place(List<Target> chosen) {
        int missing = 0;
        for (int i = 0; i < chosen.size(); i++) {
            int index = chosen.get(i).index();
            if (index >= positions.length) {
                int old = positions.length;
                positions = Arrays.copyOf(positions, Math.max(POSITIONS_START, 2 * index));
                Arrays.fill(positions, old, positions.length, NONE);
            }
            missing += positions[index] == NONE ? 1 : 0;
        }
        if (targets.size() + missing > TENANTS_MAX) {
            return false;
        }
        for (int i = 0; missing > 0 && i < chosen.size(); i++) {
            Target target = chosen.get(i);
            if (positions[target.index()] == NONE) {
                positions[target.index()] = targets.size();
                targets.add(target);
            }
        }
        return true;
    }

    private void fill(int part, PartBatch into) {
        into.begin(batch, symbols);
        for (int i = 0; i < series.count(part); i++) {
            int of = series.thing(part, i);
            into.addSeries(batch, of, dialect, symbols);
            for (int one = firstExemplar(of); one != NONE; one = nextExemplar[one]) {
                into.addExemplar(batch.exemplars(), one);
            }
        }
        for (int i = 0; i < metadata.count(part); i++) {
            into.addMetadata(batch.metadata(), metadata.thing(part, i));
        }
        into.end();
    }

    private void merge(int part) {
        PartBatch of = parts.get(part);
        for (int i = 0; i < series.count(part); i++) {
            int source = series.thing(part, i);
            samples.add(
                    of.samples,
                    of.batch.sampleStart(i),
                    batch.sampleStart(source),
                    sampleCountOf(source));
            histograms.add(
                    of.histograms,
                    of.batch.histogramStart(i),
                    batch.histogramStart(source),
                    histogramCountOf(source));
        }
    }

    /// Has the exemplars of each series stand one behind the other, in their order.
    private void chainExemplars() {
        exemplarCount = 0;
        int count = batch.exemplarCount();
        if (count == 0) {
            return;
        }
        if (firstExemplar.length < batch.seriesCount()) {
            firstExemplar = new int[2 * batch.seriesCount()];
        }
        if (nextExemplar.length < count) {
            nextExemplar = new int[2 * count];
        }
        Arrays.fill(firstExemplar, 0, batch.seriesCount(), NONE);
        for (int one = count - 1; one >= 0; one--) {
            int of = batch.exemplars().series(one);
            nextExemplar[one] = firstExemplar[of];
            firstExemplar[of] = one;
            exemplarCount += series.isOnAWay(of) ? 1 : 0;
        }
    }

    private int samplesOfItsSeries(int part) {
        int samples = 0;
        for (int i = 0; i < series.count(part); i++) {
            int of = series.thing(part, i);
            samples += sampleCountOf(of) + histogramCountOf(of);
        }
        return samples;
    }

    private int firstExemplar(int of) {
        return batch.exemplarCount() == 0 ? NONE : firstExemplar[of];
    }

    private int sampleCountOf(int of) {
        return batch.sampleEnd(of) - batch.sampleStart(of);
    }

    private int histogramCountOf(int of) {
        return batch.histogramEnd(of) - batch.histogramStart(of);
    }
}
