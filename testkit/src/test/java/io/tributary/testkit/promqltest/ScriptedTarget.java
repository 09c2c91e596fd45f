package io.tributary.testkit.promqltest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// An engine that answers what it was told to, and remembers what it was asked.
final class ScriptedTarget implements ScriptTarget {
    private record Ask(String expression, boolean range) {}

    interface Answer {
        EvalResult at(long startMillis, long endMillis);
    }

    private final Map<Ask, Answer> answers = new HashMap<>();
    final List<LoadedSeries> loaded = new ArrayList<>();
    final List<String> asked = new ArrayList<>();

    /// The same for every time: an instant answer, and as a range query a matrix of three steps.
    void answer(String expression, EvalResult result) {
        answers.put(new Ask(expression, false), (start, end) -> result);
        answers.put(new Ask(expression, true), (start, end) -> steps(result, start, end));
    }

    void answerInstant(String expression, Answer answer) {
        answers.put(new Ask(expression, false), answer);
    }

    void answerRange(String expression, Answer answer) {
        answers.put(new Ask(expression, true), answer);
    }

    @Override
    public void clear() {
        loaded.clear();
        asked.add("clear");
    }

    @Override
    public void load(List<LoadedSeries> series) {
        loaded.addAll(series);
    }

    @Override
    public EvalResult instant(String expression, long tMillis) {
        asked.add(expression + " at " + tMillis);
        return ask(new Ask(expression, false), tMillis, tMillis);
    }

    @Override
    public EvalResult range(String expression, long startMillis, long endMillis, long stepMillis) {
        asked.add(expression + " from " + startMillis + " to " + endMillis + " step " + stepMillis);
        return ask(new Ask(expression, true), startMillis, endMillis);
    }

    private EvalResult ask(Ask ask, long startMillis, long endMillis) {
        Answer answer =
                answers.getOrDefault(
                        ask, (start, end) -> new EvalResult.Failed("nobody knows " + ask));
        return answer.at(startMillis, endMillis);
    }

    private static EvalResult steps(EvalResult result, long start, long end) {
        SortedMap<LabelSet, SampleValue> values = new TreeMap<>();
        EvalResult.Notes notes = EvalResult.Notes.NONE;
        switch (result) {
            case EvalResult.Scalar(var value, _) ->
                    values.put(LabelSet.of(Map.of()), new SampleValue.Real(value));
            case EvalResult.Vector(var samples, _) ->
                    samples.forEach(sample -> values.put(sample.labels(), sample.value()));
            case EvalResult.Matrix _, EvalResult.Text _ -> {
                return result;
            }
            case EvalResult.Failed _, EvalResult.Unsupported _ -> {
                return result;
            }
        }
        List<EvalResult.Series> series = new ArrayList<>();
        values.forEach((labels, value) ->
                series.add(
                        new EvalResult.Series(
                                labels,
                                List.of(
                                        new EvalResult.Point(start, value),
                                        new EvalResult.Point((start + end) / 2, value),
                                        new EvalResult.Point(end, value)))));
        return new EvalResult.Matrix(series, notes);
    }
}
