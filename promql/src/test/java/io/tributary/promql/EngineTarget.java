package io.tributary.promql;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.SampleColumn;
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

/// The engine over a store, as scripts see it.
public final class EngineTarget implements ScriptTarget, AutoCloseable {
    private interface Question {
        QueryAnswer ask(QueryControl control) throws IOException;
    }

    private final ScriptStore store;
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
    }

    @Override
    public void load(List<LoadedSeries> series) {
        for (LoadedSeries loaded : series) {
            Labels labels = labels(loaded.labels());
            for (LoadedPoint point : loaded.points()) {
                switch (point.value()) {
                    case SampleValue.Real(double value) ->
                            store.add(labels, point.tMillis(), value, point.startMillis());
                    case SampleValue.Stale() ->
                            store.add(
                                    labels,
                                    point.tMillis(),
                                    Double.longBitsToDouble(SampleBits.STALE_NAN),
                                    point.startMillis());
                    case SampleValue.NativeHistogram(HistogramValue histogram, _) ->
                            store.add(
                                    labels,
                                    point.tMillis(),
                                    ScriptHistograms.hint(histogram),
                                    ScriptHistograms.stored(histogram),
                                    point.startMillis());
                }
            }
        }
    }

    @Override
    public EvalResult instant(String expression, long tMillis) {
        return result(c -> engine.instant(store.source(), store.scope(), expression, tMillis, c));
    }

    @Override
    public EvalResult range(String expression, long startMillis, long endMillis, long stepMillis) {
        return result(c ->
                engine.range(
                        store.source(),
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
        QueryControl control =
                QueryControl.startingNow(System::nanoTime, 60_000, new ReadBudget(1L << 28));
        try {
            return result(question.ask(control));
        } catch (QueryException e) {
            return new EvalResult.Failed(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
