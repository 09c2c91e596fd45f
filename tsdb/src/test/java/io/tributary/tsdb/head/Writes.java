package io.tributary.tsdb.head;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Admission;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.RoutePolicy;
import io.tributary.model.flow.Verdict;
import io.tributary.model.flow.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Batches for tests, with label bytes that can be read: `a=1,b=2`. The order of the labels is the
/// test's to choose: another order is another spelling of the same series.
public final class Writes implements Admission {
    /// How far ahead of the clock a sample may be, in milliseconds.
    static final int FUTURE = 300_000;

    /// One sample to be written.
    ///
    /// @param start since when it counts, 0 where that is not said
    public record Write(String labels, long time, double value, long start) {
        public Write(String labels, long time, double value) {
            this(labels, time, value, 0);
        }

        Labels labelSet() {
            return parse(labels);
        }

        long bits() {
            return Double.doubleToRawLongBits(value);
        }

        /// What a model holds of it.
        long held() {
            return TestHistograms.held(bits());
        }

        boolean isHistogram() {
            return TestHistograms.isHistogram(bits());
        }
    }

    /// Of a sender that may fill gaps.
    public static Route route(int id, Tenant tenant) {
        return route(id, tenant, true);
    }

    static Route route(int id, Tenant tenant, boolean backlog) {
        return route(id, tenant, backlog, Route.Late.USUAL);
    }

    public static Route route(int id, Tenant tenant, boolean backlog, Route.Late late) {
        return new Route(
                id,
                tenant,
                tenant,
                Dialect.REMOTE_WRITE_1,
                backlog,
                FUTURE,
                RoutePolicy.NONE,
                new Route.Limits(Route.OfTenant.NONE, Optional.empty(), late));
    }

    /// Of a sender on whose series labels are stamped; none of them stands in what it sends.
    static Route stamped(int id, Tenant tenant, String... stamps) {
        RoutePolicy policy = new Stamping(Labels.of(stamps));
        return new Route(id, tenant, Dialect.REMOTE_WRITE_1, true, 300_000, policy);
    }

    /// Writes in the order in which a request of them is decided: floats first.
    static List<Write> asDecided(List<Write> writes) {
        List<Write> decided = new ArrayList<>(writes);
        decided.sort(Comparator.comparing(Write::isHistogram));
        return decided;
    }

    /// A batch with a series entry for each write, in their order; neighbours of one spelling share
    /// an entry.
    static WriteBatch batch(List<Write> writes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Integer> offsets = new ArrayList<>();
        for (Write write : writes) {
            offsets.add(bytes.size());
            bytes.writeBytes(write.labels().getBytes(StandardCharsets.UTF_8));
        }
        offsets.add(bytes.size());
        WriteBatch batch = new WriteBatch();
        batch.reset(bytes.toByteArray());
        for (int i = 0; i < writes.size(); i++) {
            if (i == 0 || !writes.get(i).labels().equals(writes.get(i - 1).labels())) {
                batch.beginSeries(offsets.get(i), offsets.get(i + 1) - offsets.get(i));
            }
            add(writes.get(i), batch);
        }
        return batch;
    }

    private static void add(Write write, WriteBatch batch) {
        if (write.isHistogram()) {
            batch.addHistogram(
                    write.time(),
                    TestHistograms.hint(write.bits()),
                    TestHistograms.parts(write.bits()));
            if (write.start() != 0) {
                batch.histograms().startLast(write.start());
            }
            return;
        }
        batch.addSample(write.time(), write.bits());
        if (write.start() != 0) {
            batch.startLast(write.start());
        }
    }

    static Labels parse(String text) {
        Labels.Builder labels = new Labels.Builder();
        for (String label : text.split(",", -1)) {
            String[] parts = label.split("=", 2);
            labels.set(parts[0], parts[1]);
        }
        return labels.build();
    }

    @Override
    public void admit(Route route, WriteBatch batch, int series, Verdict verdict) {
        Labels labels =
                parse(
                        new String(
                                batch.bytes(),
                                batch.keyOffset(series),
                                batch.keyLength(series),
                                StandardCharsets.UTF_8));
        if (labels.metricName().isEmpty()) {
            verdict.refuse(Refusal.MISSING_METRIC_NAME, "no metric name in " + labels);
            return;
        }
        for (int i = 0; i < labels.size(); i++) {
            verdict.key().add(labels.name(i), labels.value(i));
        }
        for (Label stamp : route.policy().stamps().asList()) {
            verdict.stamps().add(stamp.name(), stamp.value());
        }
        verdict.accept(route.target());
    }

    private record Stamping(Labels stamps) implements RoutePolicy {}
}
