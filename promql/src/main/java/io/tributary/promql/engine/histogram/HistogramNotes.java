package io.tributary.promql.engine.histogram;

import io.tributary.model.GoQuote;
import io.tributary.promql.engine.operator.Annotations;
import io.tributary.promql.engine.operator.Place;

/// What is said about native histograms in one part of a query (Prometheus:
/// `util/annotations/annotations.go`).
///
/// @param place where that part begins
public record HistogramNotes(Annotations annotations, Place place) {
    private static final String MIX = "encountered a mix of histograms and floats for ";

    /// What was done to histograms when something was to be said.
    public enum Operation {
        ADDITION,
        SUBTRACTION,
        AGGREGATION;

        private String word() {
            return switch (this) {
                case ADDITION -> "addition";
                case SUBTRACTION -> "subtraction";
                case AGGREGATION -> "aggregation";
            };
        }
    }

    /// A range has floats and histograms.
    public void mixedRange(String metric) {
        warn(MIX + "metric name " + GoQuote.quote(metric));
    }

    /// A group has floats and histograms at one step.
    public void mixedGroup() {
        warn(MIX + "aggregation");
    }

    /// Exponential and custom buckets.
    public void mixedSchemas(String metric) {
        warn(
                "vector contains a mix of histograms with exponential and custom buckets schemas"
                        + " for metric name "
                        + GoQuote.quote(metric));
    }

    /// Classic buckets and a native histogram of one name and labels.
    public void mixedWithClassic(String metric) {
        warn("vector contains a mix of classic and native histograms" + named(metric));
    }

    public void notCounter(String metric) {
        warn("this native histogram metric is not a counter: " + GoQuote.quote(metric));
    }

    public void notGauge(String metric) {
        warn("this native histogram metric is not a gauge: " + GoQuote.quote(metric));
    }

    public void collision(Operation operation) {
        warn("conflicting counter resets during histogram " + operation.word());
    }

    public void incompatibleBuckets(String operator) {
        warn("incompatible bucket layout encountered for binary operator " + operator);
    }

    /// Custom bounds differed, and those that both have were used.
    public void reconciled(Operation operation) {
        inform("mismatched custom buckets were reconciled during " + operation.word());
    }

    /// An operator between kinds of samples it does not know.
    public void incompatible(String left, String operator, String right) {
        inform(
                "incompatible sample types encountered for binary operator %s: %s %s %s"
                        .formatted(GoQuote.quote(operator), left, operator, right));
    }

    public void ignoredInRange(String metric) {
        inform(
                "ignored histograms in a range containing both floats and histograms for metric"
                        + " name "
                        + GoQuote.quote(metric));
    }

    public void ignoredIn(String aggregation) {
        inform("ignored histogram in " + aggregation + " aggregation");
    }

    void nanResult(String metric) {
        inform("input to histogram_quantile has NaN observations, result is NaN" + named(metric));
    }

    void nanSkew(String metric) {
        inform(
                "input to histogram_quantile has NaN observations, result is skewed higher"
                        + named(metric));
    }

    void nanExcluded(String metric) {
        inform(
                "input to histogram_fraction has NaN observations, which are excluded from all"
                        + " fractions"
                        + named(metric));
    }

    private static String named(String metric) {
        return metric.isEmpty() ? "" : " for metric name " + GoQuote.quote(metric);
    }

    private void warn(String text) {
        annotations.warn(text, place);
    }

    private void inform(String text) {
        annotations.info(text, place);
    }
}
