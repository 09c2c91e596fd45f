package io.tributary.cli.dump;

import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.Tenant;
import io.tributary.tsdb.dump.SeriesWalk;
import io.tributary.tsdb.dump.StoredData;
import io.tributary.tsdb.notes.ToldMetadata;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One dump: losses on record and those that opening found, then tenants, each with its metadata
/// and its series in order, then the counts.
final class Dump {
    private final StoredData stored;
    private final DumpLines lines;
    private long tenants;
    private long series;
    private long samples;
    private long exemplars;
    private long families;
    private long losses;

    Dump(StoredData stored, DumpLines lines) {
        this.stored = stored;
        this.lines = lines;
    }

    /// Writes all lines.
    ///
    /// @param only the one tenant to be shown; empty for all
    /// @param isOutputGone asked after each series
    /// @throws IOException if the directory cannot be read, or nobody reads the lines
    void run(Optional<String> only, List<Matcher> matchers, BooleanSupplier isOutputGone)
            throws IOException {
        for (Finding finding : LossFindings.of(stored.losses())) {
            tell(finding);
        }
        for (Finding finding : Finding.of(stored.report())) {
            tell(finding);
        }
        for (Tenant tenant : stored.tenants()) {
            if (only.isEmpty() || only.get().equals(tenant.name())) {
                walk(tenant, matchers, isOutputGone);
            }
        }
        lines.end(new DumpLines.Counts(tenants, series, samples, exemplars, families, losses));
    }

    private void walk(Tenant tenant, List<Matcher> matchers, BooleanSupplier isOutputGone)
            throws IOException {
        boolean any = false;
        try (SeriesWalk walk = stored.walk(tenant, matchers)) {
            for (ToldMetadata told : walk.metadata()) {
                for (Labels stamps : told.stamps()) {
                    any = true;
                    families++;
                    lines.metadata(tenant.name(), stamps, told.metadata());
                }
            }
            while (walk.next()) {
                any = true;
                series++;
                samples += walk.sampleCount();
                exemplars += walk.exemplars().size();
                lines.series(tenant.name(), walk);
                for (SeriesWalk.LostChunk chunk : walk.lost()) {
                    losses++;
                    lines.lost(tenant.name(), walk.labels(), Finding.of(chunk));
                }
                if (isOutputGone.getAsBoolean()) {
                    throw new IOException("cannot write the dump: nobody reads it any more");
                }
            }
        }
        tenants += any ? 1 : 0;
    }

    private void tell(Finding finding) throws IOException {
        losses += finding.isLoss() ? 1 : 0;
        lines.finding(finding);
    }
}
