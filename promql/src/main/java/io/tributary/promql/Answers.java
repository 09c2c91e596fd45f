package io.tributary.promql;

import io.tributary.promql.engine.Outcome;
import io.tributary.promql.engine.Request;
import io.tributary.promql.engine.operator.QueryContext;
import java.util.List;
import java.util.Optional;

/// Makes an answer of what a query evaluated to.
final class Answers {
    private Answers() {}

    static QueryAnswer answer(
            Outcome outcome,
            Request request,
            QueryContext context,
            QueryStatistics statistics,
            Optional<QuerySamples> samples) {
        return new QueryAnswer(
                value(outcome, request.grid().startMillis()),
                context.annotations().warnings(EngineSettings.ANNOTATIONS_MAX),
                context.annotations().infos(EngineSettings.ANNOTATIONS_MAX),
                statistics,
                samples);
    }

    private static QueryValue value(Outcome outcome, long timeMillis) {
        return switch (outcome) {
            case Outcome.Text(String text) -> new QueryValue.Text(timeMillis, text);
            case Outcome.Scalar(double value) -> new QueryValue.Scalar(timeMillis, value);
            case Outcome.Vector(var series) -> new QueryValue.Vector(samples(series, timeMillis));
            case Outcome.Matrix(var series) ->
                    new QueryValue.Matrix(
                            series.stream()
                                    .map(s -> new MatrixSeries(s.labels(), s.samples()))
                                    .toList());
        };
    }

    private static List<VectorSample> samples(List<Outcome.Series> series, long timeMillis) {
        return series.stream()
                .map(s -> new VectorSample(s.labels(), timeMillis, s.samples()))
                .toList();
    }
}
