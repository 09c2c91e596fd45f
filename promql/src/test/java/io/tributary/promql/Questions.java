package io.tributary.promql;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.engine.operator.Semantics;
import io.tributary.promql.parser.ParserOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Asks an engine over a store in memory, and writes answers as lines: labels, then `seconds=value`
/// for each sample.
final class Questions implements AutoCloseable {
    static final ReadScope SCOPE = new ReadScope(List.of());

    final MemorySource source = new MemorySource();
    final Engine engine;

    private Questions(EngineSettings settings) {
        engine = new Engine(settings.withSyntax(ParserOptions.ALL));
    }

    /// As in production: names go at once.
    static Questions namesRemovedEarly() {
        return new Questions(EngineSettings.defaults());
    }

    static Questions namesRemovedLate() {
        return new Questions(
                EngineSettings.defaults().withSemantics(new Semantics(true, false, false)));
    }

    static Questions with(EngineSettings settings) {
        return new Questions(settings);
    }

    /// Samples at 0 s, 60 s, 120 s …; NaN stands for none.
    void loadMinutes(Labels labels, double... values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                source.add(labels, i * 60_000L, values[i]);
            }
        }
    }

    static QueryControl control() {
        return QueryControl.startingNow(System::nanoTime, 60_000, new ReadBudget(1L << 26));
    }

    QueryAnswer askInstant(String query, long seconds) {
        try {
            return engine.instant(source, SCOPE, query, seconds * 1000, control());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    QueryAnswer askRange(String query, long start, long end, long step) {
        try {
            return engine.range(
                    source, SCOPE, query, start * 1000, end * 1000, step * 1000, control());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> instant(String query, long seconds) {
        return lines(askInstant(query, seconds));
    }

    List<String> range(String query, long start, long end, long step) {
        return lines(askRange(query, start, end, step));
    }

    private static List<String> lines(QueryAnswer answer) {
        return switch (answer.value()) {
            case QueryValue.Scalar(_, double value) -> List.of("" + value);
            case QueryValue.Text(_, String value) -> List.of(value);
            case QueryValue.Vector(var samples) ->
                    samples.stream().map(s -> s.labels() + " " + value(s.samples(), 0)).toList();
            case QueryValue.Matrix(var series) -> series.stream().map(Questions::line).toList();
        };
    }

    private static String line(MatrixSeries series) {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < series.samples().size(); i++) {
            points.add(series.samples().time(i) / 1000 + "=" + value(series.samples(), i));
        }
        return series.labels() + " " + String.join(" ", points);
    }

    private static String value(SampleColumn samples, int index) {
        return samples.isHistogram(index) ? "histogram" : "" + samples.value(index);
    }

    @Override
    public void close() {
        engine.close();
    }
}
