package io.tributary.promql;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import io.tributary.promql.engine.operator.Semantics;
import io.tributary.promql.parser.ParserOptions;
import io.tributary.testkit.promqltest.EvalResult;
import io.tributary.testkit.promqltest.HistogramValue;
import io.tributary.testkit.promqltest.LabelSet;
import io.tributary.testkit.promqltest.SampleValue;
import io.tributary.testkit.promqltest.ScriptTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The engine over a store, as scripts see it. What would have to read start timestamps is answered
/// as unsupported.
public final class EngineTarget implements ScriptTarget, AutoCloseable {
    /// What a store without start timestamps is not asked.
    public static final String NO_STARTS = "start timestamps";

    private interface Question {
        QueryAnswer ask(QueryControl control) throws IOException;
    }

    private final ScriptStore store;

    /// What the question at hand has selected.
    private final List<Selector> selected = new ArrayList<>();

    /// Where start timestamps were loaded that the store does not keep, marked by a sample each.
    private final MemorySource unkeptStarts = new MemorySource();

    private final Engine engine;

    public EngineTarget(ScriptStore store, Semantics semantics) {
        this.store = store;
        this.engine =
                new Engine(
                        EngineSettings.defaults()
                                .withSemantics(semantics)
                                .withSyntax(ParserOptions.ALL));
    }

    @Override
    public void clear() {
        try {
            store.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        unkeptStarts.clear();
    }

    @Override
    public void load(List<LoadedSeries> series) {
        for (LoadedSeries loaded : series) {
            Labels labels = labels(loaded.labels());
            for (LoadedPoint point : loaded.points()) {
                switch (point.value()) {
                    case SampleValue.Real(double value) ->
                            store.add(labels, point.tMillis(), value);
                    case SampleValue.Stale() ->
                            store.add(
                                    labels,
                                    point.tMillis(),
                                    Double.longBitsToDouble(SampleBits.STALE_NAN));
                    case SampleValue.NativeHistogram(HistogramValue histogram, _) ->
                            store.add(
                                    labels,
                                    point.tMillis(),
                                    ScriptHistograms.hint(histogram),
                                    ScriptHistograms.stored(histogram));
                }
                if (point.startMillis() != 0) {
                    start(labels, point);
                }
            }
        }
    }

    private void start(Labels labels, LoadedPoint point) {
        store.startTimes()
                .ifPresentOrElse(
                        times -> times.add(labels, point.tMillis(), point.startMillis()),
                        () -> unkeptStarts.add(labels, point.tMillis(), 1));
    }

    @Override
    public EvalResult instant(String expression, long tMillis) {
        return result(c -> engine.instant(recording(), store.scope(), expression, tMillis, c));
    }

    @Override
    public EvalResult range(String expression, long startMillis, long endMillis, long stepMillis) {
        return result(c ->
                engine.range(
                        recording(),
                        store.scope(),
                        expression,
                        startMillis,
                        endMillis,
                        stepMillis,
                        c));
    }

    @Override
    public void close() {
        engine.close();
    }

    private EvalResult result(Question question) {
        selected.clear();
        QueryControl control =
                QueryControl.startingNow(System::nanoTime, 60_000, new ReadBudget(1L << 28));
        EvalResult result;
        try {
            result = result(question.ask(control));
        } catch (QueryException e) {
            result = new EvalResult.Failed(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return wereSelected(unkeptStarts) ? new EvalResult.Unsupported(NO_STARTS) : result;
    }

    /// The store's source, noting what is selected.
    private SeriesSource recording() throws IOException {
        SeriesSource source = store.source();
        return new SeriesSource() {
            @Override
            public SeriesView select(ReadScope scope, List<Selector> selectors, ReadBudget budget)
                    throws IOException {
                selected.addAll(selectors);
                return source.select(scope, selectors, budget);
            }

            @Override
            public boolean counts(ReadScope scope) {
                return source.counts(scope);
            }

            @Override
            public List<Labels> series(ReadScope scope, List<Selector> selectors, ReadBudget budget)
                    throws IOException {
                return source.series(scope, selectors, budget);
            }
        };
    }

    private boolean wereSelected(MemorySource marks) {
        return selected.stream().anyMatch(marks::hasSamples);
    }

    private static EvalResult result(QueryAnswer answer) {
        EvalResult.Notes notes = new EvalResult.Notes(answer.warnings(), answer.infos());
        return switch (answer.value()) {
            case QueryValue.Scalar(_, double value) -> new EvalResult.Scalar(value, notes);
            case QueryValue.Text(_, String value) -> new EvalResult.Text(value, notes);
            case QueryValue.Vector(var samples) ->
                    new EvalResult.Vector(
                            samples.stream()
                                    .map(s ->
                                            new EvalResult.Sample(
                                                    labelSet(s.labels()), value(s.samples(), 0)))
                                    .toList(),
                            notes);
            case QueryValue.Matrix(var series) ->
                    new EvalResult.Matrix(
                            series.stream().map(EngineTarget::series).toList(), notes);
        };
    }

    private static EvalResult.Series series(MatrixSeries series) {
        List<EvalResult.Point> points = new ArrayList<>();
        SampleColumn samples = series.samples();
        for (int i = 0; i < samples.size(); i++) {
            points.add(new EvalResult.Point(samples.time(i), value(samples, i)));
        }
        return new EvalResult.Series(labelSet(series.labels()), points);
    }

    private static SampleValue value(SampleColumn samples, int index) {
        return samples.isHistogram(index)
                ? new SampleValue.NativeHistogram(ScriptHistograms.shown(samples.histogram(index)))
                : new SampleValue.Real(samples.value(index));
    }

    private static Labels labels(LabelSet set) {
        Labels.Builder builder = Labels.empty().toBuilder();
        set.labels().forEach(builder::set);
        return builder.build();
    }

    private static LabelSet labelSet(Labels labels) {
        Map<String, String> map = new TreeMap<>();
        labels.asList().forEach(label -> map.put(label.name(), label.value()));
        return LabelSet.of(map);
    }
}
