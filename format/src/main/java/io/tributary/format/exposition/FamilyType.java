package io.tributary.format.exposition;

/// The type of a metric family, with its number in {@link
/// io.tributary.model.columns.MetadataColumns#setType}.
enum FamilyType {
    UNKNOWN(0, "unknown"),
    UNTYPED(0, "untyped"),
    COUNTER(1, "counter"),
    GAUGE(2, "gauge"),
    HISTOGRAM(3, "histogram"),
    GAUGE_HISTOGRAM(4, "gaugehistogram"),
    SUMMARY(5, "summary"),
    INFO(6, "info"),
    STATE_SET(7, "stateset");

    private static final FamilyType[] ALL = values();

    private final int number;
    private final String word;

    FamilyType(int number, String word) {
        this.number = number;
        this.word = word;
    }

    /// Every one, in an array that nobody may change.
    static FamilyType[] all() {
        return ALL;
    }

    int number() {
        return number;
    }

    /// What the type is called.
    String word() {
        return word;
    }

    /// The label whose value is a number, which has one form of several; "" where there is none.
    String numberLabel() {
        return switch (this) {
            case HISTOGRAM -> "le";
            case SUMMARY -> "quantile";
            case UNKNOWN, UNTYPED, COUNTER, GAUGE, GAUGE_HISTOGRAM, INFO, STATE_SET -> "";
        };
    }
}
