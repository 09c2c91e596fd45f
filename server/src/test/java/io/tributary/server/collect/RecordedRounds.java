package io.tributary.server.collect;

import io.tributary.gateway.labels.LabelAdmission;
import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Unavailable;
import io.tributary.model.flow.Verdict;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.server.OpenScopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Takes rounds as the store would: through admission. Keeps them apart.
final class RecordedRounds implements Recorder {
    private record Round(long timeMillis, Map<Labels, Long> bits) {}

    private final LabelAdmission admission = new LabelAdmission((route, stamp, given) -> {});
    private final Route route =
            new Route(
                    1,
                    new Tenant(new UUID(1, 1), "t"),
                    Dialect.REMOTE_WRITE_1,
                    true,
                    0,
                    OpenScopes.policy());
    private final List<Round> rounds = new ArrayList<>();
    private Optional<Unavailable> busy = Optional.empty();

    void turnAway(Unavailable reason) {
        busy = Optional.of(reason);
    }

    void takeAgain() {
        busy = Optional.empty();
    }

    int count() {
        return rounds.size();
    }

    /// The value bits of the last round, by series.
    Map<Labels, Long> last() {
        return rounds.getLast().bits;
    }

    long lastMillis() {
        return rounds.getLast().timeMillis;
    }

    @Override
    public WriteResult record(WriteBatch batch) {
        if (busy.isPresent()) {
            return new WriteResult.Busy(busy.get(), 1);
        }
        Map<Labels, Long> bits = new TreeMap<>();
        for (int series = 0; series < batch.seriesCount(); series++) {
            bits.put(labels(batch, series), batch.valueBits(batch.sampleStart(series)));
        }
        if (bits.size() != batch.sampleCount()) {
            throw new AssertionError("a series stands twice in a round");
        }
        rounds.add(new Round(batch.timeMillis(0), bits));
        return new WriteResult.Accepted(
                batch.sampleCount(), 0, 0, 0, 0, Map.of(), "", List.of(), rounds.size());
    }

    private Labels labels(WriteBatch batch, int series) {
        Verdict verdict = new Verdict();
        admission.admit(route, batch, series, verdict);
        if (verdict.isRefused()) {
            throw new AssertionError(verdict.detail());
        }
        Labels.Builder labels = new Labels.Builder();
        for (int i = 0; i < verdict.key().count(); i++) {
            labels.set(verdict.key().name(i), verdict.key().value(i));
        }
        return labels.build();
    }
}
