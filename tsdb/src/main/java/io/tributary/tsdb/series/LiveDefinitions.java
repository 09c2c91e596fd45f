package io.tributary.tsdb.series;

import io.tributary.tsdb.memory.IntList;
import io.tributary.tsdb.serieslog.LiveRecords;
import io.tributary.tsdb.wal.RecordWriter;
import java.util.Arrays;

/// What a rewritten `series/` begins with: tenants, pairs and stamps, the series that have not
/// departed, and what is remembered of those that have. Pairs stay that nobody uses now: a series
/// that comes back will refer to them by number.
///
/// What it writes was fixed when it was made, under the append lock; no series may depart until it
/// is done.
final class LiveDefinitions implements LiveRecords {
    private static final int PORTION = 4_096;

    private final SeriesDirectory directory;
    private final DefinitionRecords definitions;
    private final long[] refs;
    private final int[] slots;
    private final int pairCount;
    private final int tenantCount;
    private final int stampsCount;
    private final long nextRef;
    private final RecordWriter departures;
    private int written = -1;

    /// @param departures records that follow
    LiveDefinitions(SeriesDirectory directory, RecordWriter departures) {
        this.directory = directory;
        this.departures = departures;
        definitions = new DefinitionRecords(directory);
        slots = directory.liveSlots();
        pairCount = definitions.pairCount();
        tenantCount = definitions.tenantCount();
        stampsCount = definitions.stampsCount();
        nextRef = directory.nextRef();
        refs = sortByRef();
    }

    @Override
    public boolean next(RecordWriter out) {
        if (written < 0) {
            writeNames(out);
            written = 0;
            return true;
        }
        int to = Math.min(slots.length, written + PORTION);
        writeSeries(out, written, to);
        written = to;
        if (to < slots.length) {
            return true;
        }
        definitions.noRefBelow(out, nextRef);
        out.bytes(departures);
        return false;
    }

    private long[] sortByRef() {
        long[] sorted = new long[slots.length];
        int[] bySlot = slots.clone();
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = directory.ref(bySlot[i]);
        }
        Integer[] order = new Integer[sorted.length];
        Arrays.setAll(order, i -> i);
        long[] unsorted = sorted.clone();
        Arrays.sort(order, (left, right) -> Long.compare(unsorted[left], unsorted[right]));
        for (int i = 0; i < order.length; i++) {
            sorted[i] = unsorted[order[i]];
            slots[i] = bySlot[order[i]];
        }
        return sorted;
    }

    private void writeNames(RecordWriter out) {
        for (int tenant = 0; tenant < tenantCount; tenant++) {
            if (!definitions.isLostTenant(tenant)) {
                definitions.tenant(out, tenant);
            }
        }
        writePairs(out);
        for (int set = 0; set < stampsCount; set++) {
            if (!definitions.isLostStamps(set)) {
                definitions.stamps(out, set);
            }
        }
    }

    private void writePairs(RecordWriter out) {
        int from = 0;
        for (int pair = 0; pair < pairCount; pair++) {
            boolean lost = definitions.isLostPair(pair);
            if (lost || pair - from == PORTION) {
                if (pair > from) {
                    definitions.pairs(out, from, pair);
                }
                from = lost ? pair + 1 : pair;
            }
        }
        if (pairCount > from) {
            definitions.pairs(out, from, pairCount);
        }
    }

    private void writeSeries(RecordWriter out, int from, int to) {
        IntList run = new IntList();
        for (int i = from; i < to; i++) {
            if (run.size() > 0 && refs[i] != refs[i - 1] + 1) {
                definitions.series(out, run);
                run.clear();
            }
            run.add(slots[i]);
        }
        if (run.size() > 0) {
            definitions.series(out, run);
        }
    }
}
