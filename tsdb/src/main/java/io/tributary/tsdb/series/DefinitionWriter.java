package io.tributary.tsdb.series;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Verdict;
import io.tributary.tsdb.memory.IntList;
import io.tributary.tsdb.wal.RecordWriter;

/// Writes what a directory has gained since the last time: tenants, pairs, stamps, series ({@link
/// DefinitionRecords} has the bytes).
///
/// Writer only.
public final class DefinitionWriter {
    private static final int BYTES_PER_TENANT = 48;

    /// Of a series besides its labels: its set of stamps, its count, a share of the records' heads.
    private static final int SERIES_BYTES_MAX = 48;

    /// Of a label besides its bytes: two lengths (of at most 65,536), a number, a bit.
    private static final int LABEL_BYTES_MAX = 12;

    private final SeriesDirectory directory;
    private final DefinitionRecords records;
    private int tenantsRecorded;
    private int pairsRecorded;
    private int setsRecorded;

    /// Counts everything in the directory now as written.
    public DefinitionWriter(SeriesDirectory directory) {
        this.directory = directory;
        this.records = new DefinitionRecords(directory);
        tenantsRecorded = directory.stamps().tenantCount();
        pairsRecorded = directory.pairs().count();
        setsRecorded = directory.stamps().setCount();
        directory.made().clear();
    }

    /// The most bytes the tenants up to `tenant` can still take. Any thread: an old count only
    /// makes it larger.
    public int tenantBytesMax(Tenant tenant) {
        int bytes = 0;
        int end = directory.stamps().number(tenant).orElseThrow();
        for (int i = tenantsRecorded; i <= end; i++) {
            bytes += BYTES_PER_TENANT + 4 * directory.stamps().tenant(i).name().length();
        }
        return bytes;
    }

    /// The most bytes one accepted series can take.
    public static int seriesBytesMax(Verdict verdict) {
        return SERIES_BYTES_MAX
                + verdict.key().sizeBytes()
                + verdict.stamps().sizeBytes()
                + LABEL_BYTES_MAX * (verdict.key().count() + verdict.stamps().count());
    }

    /// Whether anything is new.
    public boolean isPending() {
        return pairsRecorded < directory.pairs().count()
                || setsRecorded < directory.stamps().setCount()
                || directory.made().size() > 0;
    }

    /// Whether a tenant is new.
    public boolean isPending(Tenant tenant) {
        return directory.stamps().number(tenant).orElseThrow() >= tenantsRecorded;
    }

    /// Writes all that is new; of the tenants those up to `tenant`.
    public void write(RecordWriter out, Tenant tenant) {
        int lastTenant = directory.stamps().number(tenant).orElseThrow();
        for (; tenantsRecorded <= lastTenant; tenantsRecorded++) {
            records.tenant(out, tenantsRecorded);
        }
        int pairs = directory.pairs().count();
        if (pairsRecorded < pairs) {
            records.pairs(out, pairsRecorded, pairs);
            pairsRecorded = pairs;
        }
        for (; setsRecorded < directory.stamps().setCount(); setsRecorded++) {
            records.stamps(out, setsRecorded);
        }
        IntList made = directory.made();
        if (made.size() > 0) {
            records.series(out, made);
            made.clear();
        }
    }
}
