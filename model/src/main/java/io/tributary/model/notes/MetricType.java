package io.tributary.model.notes;

import java.util.List;

/// What a metric family says of itself, with the numbers of Prometheus' remote write and the words
/// of its API.
public enum MetricType {
    UNKNOWN(0, "unknown"),
    COUNTER(1, "counter"),
    GAUGE(2, "gauge"),
    HISTOGRAM(3, "histogram"),
    GAUGE_HISTOGRAM(4, "gaugehistogram"),
    SUMMARY(5, "summary"),
    INFO(6, "info"),
    STATE_SET(7, "stateset");

    private static final List<MetricType> ALL = List.of(values());

    private final int number;
    private final String word;

    MetricType(int number, String word) {
        this.number = number;
        this.word = word;
    }

    /// The type of a number on the wire; one that this version does not know says nothing.
    public static MetricType ofNumber(int number) {
        for (MetricType type : ALL) {
            if (type.number == number) {
                return type;
            }
        }
        return UNKNOWN;
    }

    /// The number on the wire.
    public int number() {
        return number;
    }

    /// The word in answers.
    public String word() {
        return word;
    }
}
