package io.tributary.promql.fuzz;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import io.tributary.promql.Engine;
import io.tributary.promql.EngineSettings;
import io.tributary.promql.QueryAnswer;
import io.tributary.promql.QueryControl;
import io.tributary.promql.QueryException;
import io.tributary.promql.QuerySamples;
import io.tributary.promql.QueryValue;
import io.tributary.promql.engine.operator.Semantics;
import io.tributary.promql.fuzz.Trial.When;
import io.tributary.promql.parser.ParserOptions;
import io.tributary.promql.reference.data.Dataset;
import io.tributary.promql.reference.data.Outcome;
import io.tributary.promql.reference.data.Outcome.Row;
import io.tributary.promql.reference.data.Outcome.Shape;
import io.tributary.promql.reference.data.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The engine's answers to trials.
final class EngineAnswers implements Trials.Asked {
    /// How an answer begins that the engine does not try to give.
    private static final String UNSUPPORTED = "not supported by this engine: ";

    private static final ReadScope SCOPE = new ReadScope(List.of());
    private static final long TIMEOUT_MILLIS = 60_000;
    private static final long BUDGET_BYTES = 1L << 28;

    private final Engine late = engine(true);
    private final Engine early = engine(false);

    static SeriesSource source(Dataset data) {
        return new Source(data);
    }

    private static Engine engine(boolean namesGoLate) {
        return new Engine(
                EngineSettings.defaults()
                        .withSemantics(new Semantics(namesGoLate, namesGoLate, namesGoLate))
                        .withSyntax(ParserOptions.ALL));
    }

    Outcome ask(Trial trial) {
        return tell(trial).outcome();
    }

    @Override
    public Told tell(Trial trial) {
        Engine engine = trial.namesGoLate() ? late : early;
        try {
            QueryAnswer answer = answer(engine, trial);
            return new Told(outcome(answer), Notes.of(answer.warnings(), answer.infos()));
        } catch (QueryException e) {
            return Told.of(
                    e.getMessage().startsWith(UNSUPPORTED)
                            ? new Outcome.Open(e.getMessage())
                            : new Outcome.Failed(
                                    e.kind() == QueryException.Kind.BAD_DATA, e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            return Told.of(new Outcome.Broken(e.toString()));
        }
    }

    /// What a query took and read.
    QuerySamples samples(Trial trial) throws IOException {
        return answer(trial.namesGoLate() ? late : early, trial).samples().orElseThrow();
    }

    private static QueryAnswer answer(Engine engine, Trial trial) throws IOException {
        QueryControl control =
                QueryControl.startingNow(
                                System::nanoTime, TIMEOUT_MILLIS, new ReadBudget(BUDGET_BYTES))
                        .countingSteps();
        SeriesSource source = new Source(trial.data());
        String query = trial.query();
        return switch (trial.when()) {
            case When.Instant(var time) -> engine.instant(source, SCOPE, query, time, control);
            case When.Range(var start, var end, var step) ->
                    engine.range(source, SCOPE, query, start, end, step, control);
        };
    }

    private static Outcome outcome(QueryAnswer answer) {
        return switch (answer.value()) {
            case QueryValue.Scalar(var time, var value) ->
                    new Outcome.Rows(Shape.SCALAR, List.of(scalar(time, value)));
            case QueryValue.Text(_, var text) -> new Outcome.Open("a string: " + text);
            case QueryValue.Vector(var samples) ->
                    new Outcome.Rows(
                            Shape.VECTOR,
                            samples.stream()
                                    .map(s -> new Row(s.labels(), points(s.samples())))
                                    .toList());
            case QueryValue.Matrix(var series) ->
                    new Outcome.Rows(
                            Shape.MATRIX,
                            series.stream()
                                    .map(s -> new Row(s.labels(), points(s.samples())))
                                    .toList());
        };
    }

    private static Row scalar(long timeMillis, double number) {
        SortedMap<Long, Value> points = new TreeMap<>();
        points.put(timeMillis, new Value.Real(number));
        return new Row(Labels.empty(), points);
    }

    private static SortedMap<Long, Value> points(SampleColumn samples) {
        SortedMap<Long, Value> points = new TreeMap<>();
        for (int i = 0; i < samples.size(); i++) {
            points.put(
                    samples.time(i),
                    samples.isHistogram(i)
                            ? new Value.Histogram(Histograms.naive(samples.histogram(i)))
                            : new Value.Real(samples.value(i)));
        }
        return points;
    }

    @Override
    public void close() {
        late.close();
        early.close();
    }

    /// A dataset as engines read it.
    private record Source(Dataset data) implements SeriesSource {
        @Override
        public SeriesView select(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
            return new View(
                    data, selectors.stream().map(s -> data.matching(s.matchers())).toList());
        }

        @Override
        public List<Labels> series(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
            return selectors.stream()
                    .flatMap(s -> data.matching(s.matchers()).stream())
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private record View(Dataset data, List<List<Labels>> found) implements SeriesView {
        @Override
        public int seriesCount(int selector) {
            return found.get(selector).size();
        }

        @Override
        public Labels labels(int selector, int series) {
            return found.get(selector).get(series);
        }

        @Override
        public void read(
                int selector, int series, long fromMillis, long toMillis, SampleColumn into) {
            into.clear();
            Labels labels = labels(selector, series);
            boolean gauge = data.gauges().contains(labels);
            data.samples(labels, fromMillis, toMillis)
                    .forEach((time, value) -> {
                        switch (value) {
                            case Value.Real(var number) -> into.add(time, number);
                            case Value.Histogram(var histogram) -> {
                                if (histogram.isStale()) {
                                    into.add(time, histogram.sum());
                                } else {
                                    into.addHistogram(time, Histograms.ofEngine(histogram, gauge));
                                }
                            }
                        }
                    });
        }

        @Override
        public void awaitDurable() {}

        @Override
        public void close() {}
    }
}
