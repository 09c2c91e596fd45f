package io.tributary.promql.engine.ahead;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Lane;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An operator as it is, its series evaluated by several threads where each stands for itself.
///
/// The order in which values are folded decides the bits of a sum. So nothing is folded apart: only
/// what a series needs alone (reading, decoding, its window) is, and columns are handed out in the
/// operator's order. Work is split by the number of series and of steps, not by threads.
///
/// Where the operator has no lanes, where there are few series, nobody to help or no memory to
/// spare, all is left to the operator itself.
public final class Ahead implements Operator {
    /// Fewer are not worth the hand-over.
    static final int SERIES_MIN = 32;

    private static final int CHUNK_SERIES_MAX = 256;
    private static final long CHUNK_BYTES_MAX = 256 << 10;

    private final QueryContext context;
    private final Operator input;
    private final int steps;
    private Optional<Crew> crew = Optional.empty();
    private long heldBytes;
    private int seriesLeft;
    private boolean begun;

    private Ahead(QueryContext context, Operator input, int steps) {
        this.context = context;
        this.input = input;
        this.steps = steps;
    }

    /// The operator, to be asked for all of its series in one go.
    public static Operator of(QueryContext context, Operator input, int steps) {
        return context.spareThreads().most() == 0 ? input : new Ahead(context, input, steps);
    }

    @Override
    public Kind kind() {
        return input.kind();
    }

    @Override
    public List<Labels> shape() throws IOException {
        return input.shape();
    }

    @Override
    public void next(Column into) throws IOException {
        if (!begun) {
            begun = true;
            crew = begin();
        }
        if (crew.isEmpty()) {
            input.next(into);
            return;
        }
        crew.get().next(into);
        if (--seriesLeft == 0) {
            end(crew.get());
        }
    }

    private void end(Crew ended) {
        ended.stop();
        context.releaseAhead(heldBytes);
        heldBytes = 0;
    }

    private Optional<Crew> begin() throws IOException {
        int series = input.shape().size();
        if (series < SERIES_MIN) {
            return Optional.empty();
        }
        int chunkSeries = chunkSeries(series, steps);
        long bytes = (long) Crew.CHUNKS * chunkSeries * Column.sizeBytes(steps);
        if (!context.holdAhead(bytes)) {
            return Optional.empty();
        }
        List<Worker> workers = new ArrayList<>();
        int threads = 1 + Math.min(context.spareThreads().most(), Crew.CHUNKS - 1);
        for (int i = 0; i < threads; i++) {
            QueryContext own = context.forLane();
            Optional<Lane> lane = input.lane(own);
            if (lane.isEmpty()) {
                context.releaseAhead(bytes);
                return Optional.empty();
            }
            workers.add(new Worker(own, lane.get()));
        }
        heldBytes = bytes;
        seriesLeft = series;
        Crew made = new Crew(context, workers, series, chunkSeries, steps);
        context.atEnd(() -> end(made));
        return Optional.of(made);
    }

    /// So many that all chunks in flight together hold all series, unless these are too many.
    private static int chunkSeries(int series, int steps) {
        long fitting = CHUNK_BYTES_MAX / Column.sizeBytes(steps);
        long wanted = Math.min(CHUNK_SERIES_MAX, (series + Crew.CHUNKS - 1) / Crew.CHUNKS);
        return (int) Math.max(1, Math.min(wanted, fitting));
    }

    /// A lane and what it says.
    record Worker(QueryContext context, Lane lane) {}
}
