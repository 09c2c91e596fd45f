package io.tributary.promql.engine.functions;

import io.tributary.model.text.GoFloat;
import io.tributary.promql.engine.histogram.Distribution;
import io.tributary.promql.engine.histogram.HistogramNotes;
import io.tributary.promql.engine.numeric.ClassicHistogram;
import io.tributary.promql.engine.operator.Annotations;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.ScalarArguments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is asked of each histogram at each step: a quantile, several, or the fraction between two
/// values.
///
/// @param label what tells several quantiles apart; without, there is one
/// @param places where each quantile stands in the query
record HistogramQuestion(
        ScalarArguments arguments, boolean isFraction, Optional<String> label, List<Place> places) {
    /// One of several answers.
    ///
    /// @param argument its quantile's number
    /// @param value of the label
    record Variant(int argument, String value) {}

    static HistogramQuestion quantile(ScalarArguments quantile, Place place) {
        return new HistogramQuestion(quantile, false, Optional.empty(), List.of(place));
    }

    static HistogramQuestion fraction(ScalarArguments bounds) {
        return new HistogramQuestion(bounds, true, Optional.empty(), List.of());
    }

    static HistogramQuestion quantiles(
            ScalarArguments quantiles, String label, List<Place> places) {
        return new HistogramQuestion(quantiles, false, Optional.of(label), places);
    }

    /// The answers there are to one histogram, over all steps.
    List<Variant> variants(int steps) throws IOException {
        List<Variant> variants = new ArrayList<>();
        for (int i = 0; i < (isFraction ? 1 : arguments.count()); i++) {
            Set<String> values = new LinkedHashSet<>();
            for (int step = 0; step < steps; step++) {
                values.add(value(i, step));
            }
            for (String value : values) {
                variants.add(new Variant(i, value));
            }
        }
        return variants;
    }

    /// Whether an answer is wanted at a step.
    boolean asks(Variant variant, int step) throws IOException {
        return label.isEmpty() || variant.value().equals(value(variant.argument(), step));
    }

    void checkQuantiles(Annotations annotations, int steps) throws IOException {
        for (int step = 0; step < steps && !isFraction; step++) {
            for (int i = 0; i < arguments.count(); i++) {
                annotations.checkQuantile(arguments.at(step)[i], places.get(i));
            }
        }
    }

    double ofClassic(ClassicHistogram histogram, Variant variant, int step) throws IOException {
        double[] asked = arguments.at(step);
        return isFraction
                ? histogram.fraction(asked[0], asked[1])
                : histogram.quantile(asked[variant.argument()]);
    }

    double ofNative(
            Distribution histogram, Variant variant, int step, HistogramNotes notes, String metric)
            throws IOException {
        double[] asked = arguments.at(step);
        return isFraction
                ? histogram.fraction(asked[0], asked[1], notes, metric)
                : histogram.quantile(asked[variant.argument()], notes, metric);
    }

    private String value(int argument, int step) throws IOException {
        return label.isEmpty() ? "" : openMetrics(arguments.at(step)[argument]);
    }

    /// A number as OpenMetrics writes it: never without a point or an exponent.
    private static String openMetrics(double value) {
        String text = GoFloat.general(value);
        boolean plain = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        return plain ? text + ".0" : text;
    }
}
