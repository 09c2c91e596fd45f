package io.tributary.tsdb.series;

import io.tributary.tsdb.memory.IntList;
import io.tributary.tsdb.serieslog.LiveRecords;
import io.tributary.tsdb.wal.RecordWriter;
import java.util.function.Consumer;

/// What a rewritten `series/` begins with: tenants, pairs and stamps, the series that have not
/// departed, and what is remembered of those that have. Pairs stay that nobody uses now: a series
/// that comes back will refer to them by number.
///
/// What it writes was fixed when it was made, under the append lock, which takes no longer than a
/// copy of the free slots; sorting and writing is done without. No series may depart until it is
/// done.
final class LiveDefinitions implements LiveRecords {
    private static final int PORTION = 4_096;

    private final SeriesDirectory directory;
    private final DefinitionRecords definitions;
    private final LiveSlots live;
    private final int pairCount;
    private final int tenantCount;
    private final int stampsCount;
    private final long nextRef;
    private final Consumer<RecordWriter> departures;
    private IntList slots = new IntList();
    private int written = -1;

    /// @param departures writes records that follow
    LiveDefinitions(SeriesDirectory directory, Consumer<RecordWriter> departures) {
        this.directory = directory;
        this.departures = departures;
        definitions = new DefinitionRecords(directory);
        live = directory.live();
        pairCount = definitions.pairCount();
        tenantCount = definitions.tenantCount();
        stampsCount = definitions.stampsCount();
        nextRef = directory.nextRef();
    }

    @Override
    public boolean next(RecordWriter out) {
        if (written < 0) {
            slots = liveByRef();
            writeNames(out);
            written = 0;
            return true;
        }
        int to = Math.min(slots.size(), written + PORTION);
        writeSeries(out, written, to);
        written = to;
        if (to < slots.size()) {
            return true;
        }
        definitions.noRefBelow(out, nextRef);
        departures.accept(out);
        return false;
    }

    private IntList liveByRef() {
        int[] unsorted = live.slots();
        IntList sorted = new IntList();
        long[] refs = new long[unsorted.length == 0 ? 0 : unsorted[unsorted.length - 1] + 1];
        for (int slot : unsorted) {
            sorted.add(slot);
            refs[slot] = directory.ref(slot);
        }
        sorted.sortBy(refs);
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
        long next = 0;
        for (int i = from; i < to; i++) {
            long ref = directory.ref(slots.at(i));
            if (run.size() > 0 && ref != next) {
                definitions.series(out, run);
                run.clear();
            }
            run.add(slots.at(i));
            next = ref + 1;
        }
        if (run.size() > 0) {
            definitions.series(out, run);
        }
    }
}
