package io.tributary.tsdb.select;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.tsdb.chunks.ChunkVersion;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.lanes.Lanes;
import io.tributary.tsdb.memory.IntList;
import io.tributary.tsdb.series.SlotGroups;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// How many series one selector found, in groups ({@link Selector#countBy}). Of nearly all series
/// their records tell whether they are present; the rest are copied, and read when their group is.
final class CountedSeries implements Selected {
    /// A group: its labels, its number.
    private static final long GROUP_BYTES = 300;

    private static final int NONE = -1;

    private final Selector selector;
    private final ReadBudget budget;
    private final Lanes lanes;
    private final SlotGroups groups;
    private final SeriesCopies unknown;

    /// By group, how many series are known to be present.
    private final IntList present = new IntList();

    /// By group, the place of the newest copy of one of its series, or {@link #NONE}.
    private final IntList newestUnknown = new IntList();

    /// By place, that of the copy before of the same group, or {@link #NONE}.
    private final IntList unknownBefore = new IntList();

    private List<Integer> order = List.of();
    private long taken;

    CountedSeries(
            HeadMemory memory,
            ChunkVersion files,
            Selector selector,
            List<String> by,
            ReadBudget budget) {
        this.selector = selector;
        this.budget = budget;
        take(SlotGroups.sizeBytes(memory.directory()));
        this.lanes = memory.lanes();
        this.groups = new SlotGroups(memory.directory(), by);
        this.unknown = new SeriesCopies(memory, files, selector, budget);
    }

    @Override
    public Added add(int slot, long number) {
        return switch (lanes.presence(slot, number, selector.fromMillis(), selector.toMillis())) {
            case ABSENT -> Added.DONE;
            case PRESENT -> {
                int group = group(slot);
                present.set(group, present.at(group) + 1);
                yield Added.DONE;
            }
            case UNKNOWN -> addUnknown(slot, number);
        };
    }

    private Added addUnknown(int slot, long number) {
        return switch (unknown.add(slot, number)) {
            case TOO_NEW -> Added.TOO_NEW;
            case NOTHING -> Added.DONE;
            case COPIED -> {
                int group = group(slot);
                unknownBefore.add(newestUnknown.at(group));
                newestUnknown.set(group, unknown.count() - 1);
                yield Added.DONE;
            }
        };
    }

    @Override
    public void sort() {
        List<Labels> labels = groups.labels();
        order =
                IntStream.range(0, labels.size())
                        .boxed()
                        .sorted(Comparator.comparing(labels::get))
                        .toList();
    }

    @Override
    public int count() {
        return order.size();
    }

    @Override
    public Labels labels(int series) {
        return groups.labels().get(order.get(series));
    }

    @Override
    public void read(
            int series, long fromMillis, long toMillis, SeriesReader reader, SampleColumn into)
            throws IOException {
        int group = order.get(series);
        int count = present.at(group);
        for (int place = newestUnknown.at(group); place != NONE; place = unknownBefore.at(place)) {
            unknown.read(place, selector.fromMillis(), selector.toMillis(), reader, into);
            count += isPresent(into) ? 1 : 0;
        }
        into.clear();
        if (count > 0) {
            into.add(selector.toMillis(), count);
        }
    }

    @Override
    public void release() {
        unknown.release();
        budget.giveBack(taken);
        taken = 0;
    }

    private int group(int slot) {
        int group = groups.of(slot);
        if (group == present.size()) {
            take(GROUP_BYTES);
            present.add(0);
            newestUnknown.add(NONE);
        }
        return group;
    }

    private void take(long bytes) {
        budget.take(bytes, "groups of series");
        taken += bytes;
    }

    private static boolean isPresent(SampleColumn samples) {
        int last = samples.size() - 1;
        return last >= 0 && !SampleBits.isStale(samples.value(last));
    }
}
