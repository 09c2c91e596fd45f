package io.tributary.bench.tenants;

import io.tributary.bench.Scrape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What one tenant sends and asks: series in requests of one size, each in its turn, and two
/// queries, over a hundredth and a tenth of them.
///
/// Writes are made by one thread at a time; the rest is safe from any.
final class TenantLoad implements AutoCloseable {
    /// Ten series of each host.
    private static final String INSTANT = "sum by (code) (rate(bench_metric_1_total[1m]))";

    /// A hundred of each.
    private static final String RANGE = "sum by (job) ({__name__=~\"bench_metric_1._total\"})";

    private static final long RANGE_SECONDS = 600;
    private static final int TRIES_MAX = 100;
    private static final int STORED = 204;

    private final Door door;
    private final List<Scrape> batches = new ArrayList<>();

    /// @param series in all, a multiple of `batch`
    TenantLoad(Door door, int series, int batch) {
        this.door = door;
        for (int from = 0; from < series; from += batch) {
            batches.add(new Scrape(from, batch));
        }
    }

    /// Writes a sample of each series at each step up to now.
    void fillPast(int steps) throws IOException, InterruptedException {
        long now = System.currentTimeMillis();
        for (int step = steps; step > 0; step--) {
            for (Scrape batch : batches) {
                batch.set(steps - step, now - step * Scrape.STEP_MILLIS);
                writeAll(batch.message());
            }
        }
    }

    OpenLoop.Request write(long number, long wallMillis) {
        Scrape batch = batches.get((int) (number % batches.size()));
        batch.set((int) (wallMillis / 1_000), wallMillis);
        byte[] message = batch.message().clone();
        return () -> door.write("", message);
    }

    OpenLoop.Request instant(long number, long wallMillis) {
        String path =
                "/api/v1/query?query=%s&time=%d"
                        .formatted(Door.encoded(INSTANT), wallMillis / 1_000);
        return () -> door.status(path);
    }

    OpenLoop.Request range(long number, long wallMillis) {
        long end = wallMillis / 1_000;
        String path =
                "/api/v1/query_range?query=%s&start=%d&end=%d&step=15"
                        .formatted(Door.encoded(RANGE), end - RANGE_SECONDS, end);
        return () -> door.status(path);
    }

    OpenLoop.Request either(long number, long wallMillis) {
        return number % 2 == 0 ? instant(number, wallMillis) : range(number, wallMillis);
    }

    Door door() {
        return door;
    }

    @Override
    public void close() {
        door.close();
    }

    private void writeAll(byte[] message) throws IOException, InterruptedException {
        for (int i = 0; i < TRIES_MAX; i++) {
            int status = door.write("", message);
            if (status == STORED) {
                return;
            }
            if (status / 100 != 5) {
                throw new IOException("a write of the past was answered " + status);
            }
            Thread.sleep(10);
        }
        throw new IOException("no write of the past is taken");
    }
}
