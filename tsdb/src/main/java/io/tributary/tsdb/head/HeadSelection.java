package io.tributary.tsdb.head;

import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Selector;
import io.tributary.tsdb.series.Hash128;
import io.tributary.tsdb.series.Selection;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/// Makes a view: fixes a request number, finds the slots of all selectors, and copies what each of
/// their series held then.
///
/// A series remembers its last two requests. Where both are newer than the number fixed, everything
/// is copied anew under a newer number; after three rounds under the append lock, where the number
/// cannot move. (Copying takes some 20 ns a series, so even then a million series hold writers up
/// for 20 ms, once.)
final class HeadSelection {
    private static final int ROUNDS_MAX = 3;

    private final Head head;
    private final ReadScope scope;
    private final List<Selector> selectors;
    private final ReadBudget budget;

    HeadSelection(Head head, ReadScope scope, List<Selector> selectors, ReadBudget budget) {
        this.head = head;
        this.scope = scope;
        this.selectors = selectors;
        this.budget = budget;
    }

    HeadView view() {
        for (int round = 0; round < ROUNDS_MAX; round++) {
            HeadView view = attempt(head.visible());
            if (view.isWhole()) {
                return view;
            }
            view.close();
        }
        head.appendLock().lock();
        try {
            HeadView view = attempt(head.visible());
            if (!view.isWhole()) {
                throw new IllegalStateException("BUG: series changed under the append lock");
            }
            return view;
        } finally {
            head.appendLock().unlock();
        }
    }

    private HeadView attempt(long number) {
        HeadParts parts = head.parts();
        int slotCount = parts.directory().slotCount();
        Hash128 hash = new Hash128(parts.hashKey());
        List<SelectedSeries> selected = new ArrayList<>(selectors.size());
        boolean whole = true;
        boolean done = false;
        try {
            for (Selector selector : selectors) {
                SelectedSeries series = new SelectedSeries(parts, selector, budget);
                selected.add(series);
                RoaringBitmap slots =
                        new Selection(parts.directory(), hash, slotCount)
                                .select(scope, selector.matchers());
                whole = whole && copy(slots, number, series);
                series.sort();
            }
            done = true;
            return new HeadView(head, selected, whole);
        } finally {
            if (!done) {
                selected.forEach(SelectedSeries::release);
            }
        }
    }

    private boolean copy(RoaringBitmap slots, long number, SelectedSeries into) {
        IntIterator each = slots.getIntIterator();
        while (each.hasNext()) {
            if (!into.add(each.next(), number)) {
                return false;
            }
        }
        return true;
    }
}
