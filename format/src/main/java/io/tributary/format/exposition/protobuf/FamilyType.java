package io.tributary.format.exposition.protobuf;

import io.tributary.model.notes.MetricType;

/// The type of a family, by its number in protobuf.
enum FamilyType {
    COUNTER(3, MetricType.COUNTER),
    GAUGE(2, MetricType.GAUGE),
    SUMMARY(4, MetricType.SUMMARY),
    UNTYPED(5, MetricType.UNKNOWN),
    HISTOGRAM(7, MetricType.HISTOGRAM),
    GAUGE_HISTOGRAM(7, MetricType.GAUGE_HISTOGRAM),
    /// A number that is none of these.
    UNKNOWN(0, MetricType.UNKNOWN);

    private static final FamilyType[] ALL = values();

    private final int valueField;
    private final MetricType metadata;

    FamilyType(int valueField, MetricType metadata) {
        this.valueField = valueField;
        this.metadata = metadata;
    }

    static FamilyType ofNumber(long number) {
        return number >= 0 && number < ALL.length ? ALL[(int) number] : UNKNOWN;
    }

    /// The field of a `Metric` that has its value.
    int valueField() {
        return valueField;
    }

    MetricType metadata() {
        return metadata;
    }
}
