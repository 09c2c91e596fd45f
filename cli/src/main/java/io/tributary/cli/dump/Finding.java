package io.tributary.cli.dump;

import io.tributary.tsdb.dump.SeriesWalk.LostChunk;
import io.tributary.tsdb.recovery.RecoveryReport;
import java.util.ArrayList;
import java.util.List;

/// Something that is not as it was written.
///
/// @param isLoss else it is torn: what a process was writing when it died, and acknowledged to
///   nobody
/// @param where `wal`, `series`, `chunks`, `losses` or `chunk`
/// @param facts in order
record Finding(boolean isLoss, String where, List<Fact> facts) {
    Finding {
        facts = List.copyOf(facts);
    }

    /// One thing that is known.
    sealed interface Fact {
        String name();

        record Count(String name, long count) implements Fact {}

        record Words(String name, String words) implements Fact {}
    }

    /// What cannot be used any more because of losses ({@link LossFindings}), then what was torn.
    static List<Finding> of(RecoveryReport report) {
        List<Finding> all = new ArrayList<>();
        add(all, true, "wal", "series", report.seriesLost());
        add(all, true, "wal", "samples", report.samplesLost());
        add(all, true, "chunks", "seriesWithoutLabels", report.seriesWithoutLabels());
        add(all, false, "wal", "bytes", report.tornTailBytes());
        add(all, false, "series", "bytes", report.seriesLog().tornTailBytes());
        add(all, false, "chunks", "bytes", report.chunks().tornBytes());
        return all;
    }

    static Finding of(LostChunk chunk) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact.Count("fromMillis", chunk.fromMillis()));
        facts.add(new Fact.Count("toMillis", chunk.toMillis()));
        if (chunk.samples() >= 0) {
            facts.add(new Fact.Count("samples", chunk.samples()));
        }
        facts.add(new Fact.Words("reason", chunk.reason()));
        return new Finding(true, "chunk", facts);
    }

    private static void add(
            List<Finding> all, boolean isLoss, String where, String what, long count) {
        if (count > 0) {
            all.add(new Finding(isLoss, where, List.of(new Fact.Count(what, count))));
        }
    }
}
