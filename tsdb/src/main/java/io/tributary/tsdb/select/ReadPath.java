package io.tributary.tsdb.select;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesView;
import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.chunks.ChunkVersion;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.lanes.SeriesSnapshot;
import io.tributary.tsdb.series.Hash128;
import io.tributary.tsdb.series.Selection;
import io.tributary.tsdb.series.StampOverlaps;
import io.tributary.tsdb.wal.Wal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/// A question's way in: finds the slots of all its selectors, fixes a request number, and copies
/// what each of their series held then.
///
/// A series remembers its last two requests. Where both are newer than the number fixed, everything
/// is copied anew under a newer number; after three rounds under the append lock, where the number
/// cannot move: some 20 ns a series. The slots are found before, and once more under it only where
/// series were made meanwhile.
///
/// Safe from any thread.
public final class ReadPath {
    private static final int ROUNDS_MAX = 3;

    private final HeadMemory memory;
    private final ChunkStore chunks;
    private final Wal wal;
    private final ReentrantLock appendLock;
    private final Lock selecting;
    private final LongSupplier visible;
    private final StampOverlaps overlaps;

    /// @param selecting held while slots are found and copied, so that none is used for another
    ///   series meanwhile; taken before the append lock
    /// @param visible the newest request that readers may see
    public ReadPath(
            HeadMemory memory,
            ChunkStore chunks,
            Wal wal,
            ReentrantLock appendLock,
            Lock selecting,
            LongSupplier visible) {
        this.memory = memory;
        this.chunks = chunks;
        this.wal = wal;
        this.appendLock = appendLock;
        this.selecting = selecting;
        this.visible = visible;
        this.overlaps = new StampOverlaps(memory.directory());
    }

    /// Selects for all selectors at one moment.
    public SeriesView view(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
        return select(scope, selectors, budget);
    }

    /// Whether a view in a scope may show series with equal labels.
    public boolean mayRepeat(ReadScope scope) {
        return overlaps.mayRepeat(scope);
    }

    /// The label sets of all selectors, each once, in order; durable when this returns.
    public List<Labels> series(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        try (HeadView view = select(scope, selectors, budget)) {
            List<Labels> found = view.labels();
            view.awaitDurable();
            return found;
        }
    }

    /// The label pairs that series of some selector carry; durable when this returns. Each series
    /// that brings a pair no other has is looked at as of a request of its own.
    public Selection.CarriedPairs carriedPairs(
            ReadScope scope, List<Selector> selectors, ReadBudget budget) {
        Selection.CarriedPairs pairs = new Selection.CarriedPairs(memory.directory());
        SeriesSnapshot snapshot = new SeriesSnapshot(memory.lanes());
        byte[] bits = new byte[SeriesSnapshot.BYTES_MAX];
        selecting.lock();
        try {
            List<List<RoaringBitmap>> slots =
                    slots(scope, selectors, memory.directory().slotCount());
            for (int i = 0; i < selectors.size(); i++) {
                IntIterator each = RoaringBitmap.or(slots.get(i).iterator()).getIntIterator();
                while (each.hasNext()) {
                    int slot = each.next();
                    budget.take(0, "label pairs");
                    if (pairs.isMissing(slot)
                            && isVisible(slot, snapshot, bits)
                            && RangeCheck.mayHold(snapshot, selectors.get(i))) {
                        pairs.add(slot);
                    }
                }
            }
        } finally {
            selecting.unlock();
        }
        wal.awaitDurable(wal.position());
        return pairs;
    }

    /// Copies what readers may see of a series; false where that is nothing.
    private boolean isVisible(int slot, SeriesSnapshot into, byte[] bits) {
        for (int round = 0; round < ROUNDS_MAX; round++) {
            SeriesSnapshot.Result result = into.take(slot, visible.getAsLong(), bits, 0);
            if (result != SeriesSnapshot.Result.TOO_NEW) {
                return result == SeriesSnapshot.Result.TAKEN;
            }
        }
        appendLock.lock();
        try {
            return into.take(slot, visible.getAsLong(), bits, 0) == SeriesSnapshot.Result.TAKEN;
        } finally {
            appendLock.unlock();
        }
    }

    private HeadView select(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
        HeadView view;
        selecting.lock();
        try {
            view = copy(scope, selectors, budget);
        } finally {
            selecting.unlock();
        }
        view.sort();
        return view;
    }

    /// A number is read before the slots are found, so that all series it knows of are among them.
    private HeadView copy(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
        for (int round = 0; round < ROUNDS_MAX; round++) {
            long number = visible.getAsLong();
            int slotCount = memory.directory().slotCount();
            Optional<HeadView> view =
                    attempt(slots(scope, selectors, slotCount), selectors, budget, number);
            if (view.isPresent()) {
                return view.get();
            }
        }
        int before = memory.directory().slotCount();
        List<List<RoaringBitmap>> slots = slots(scope, selectors, before);
        appendLock.lock();
        try {
            int now = memory.directory().slotCount();
            List<List<RoaringBitmap>> all = now == before ? slots : slots(scope, selectors, now);
            return attempt(all, selectors, budget, visible.getAsLong())
                    .orElseThrow(() ->
                            new IllegalStateException("BUG: series changed under the append lock"));
        } finally {
            appendLock.unlock();
        }
    }

    /// Of each selector, by tenant, in the order of the scope: series of equal labels come in this
    /// order, and keep it.
    private List<List<RoaringBitmap>> slots(
            ReadScope scope, List<Selector> selectors, int slotCount) {
        Hash128 hash = memory.newHash();
        List<List<RoaringBitmap>> slots = new ArrayList<>(selectors.size());
        for (Selector selector : selectors) {
            slots.add(
                    new Selection(memory.directory(), hash, slotCount)
                            .selectInOrder(scope, selector.matchers()));
        }
        return slots;
    }

    /// Empty where a series has moved on too far.
    private Optional<HeadView> attempt(
            List<List<RoaringBitmap>> slots,
            List<Selector> selectors,
            ReadBudget budget,
            long number) {
        ChunkVersion files = chunks.acquire();
        List<Selected> selected = new ArrayList<>(selectors.size());
        boolean done = false;
        try {
            for (int i = 0; i < selectors.size(); i++) {
                Selected series = selected(files, selectors.get(i), budget);
                selected.add(series);
                if (!copy(slots.get(i), number, series)) {
                    return Optional.empty();
                }
            }
            done = true;
        } finally {
            if (!done) {
                selected.forEach(Selected::release);
                files.close();
            }
        }
        return Optional.of(new HeadView(wal, files, selected));
    }

    private Selected selected(ChunkVersion files, Selector selector, ReadBudget budget) {
        return selector.countBy().isPresent()
                ? new CountedSeries(memory, files, selector, selector.countBy().get(), budget)
                : new SelectedSeries(memory, files, selector, budget);
    }

    private static boolean copy(List<RoaringBitmap> slots, long number, Selected into) {
        for (RoaringBitmap ofTenant : slots) {
            IntIterator each = ofTenant.getIntIterator();
            while (each.hasNext()) {
                if (into.add(each.next(), number) == Selected.Added.TOO_NEW) {
                    return false;
                }
            }
        }
        return true;
    }
}
