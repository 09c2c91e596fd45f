package io.tributary.model.histogram;

/// What is wrong with a histogram as it was sent: why that one sample is refused.
///
/// Source: Prometheus `model/histogram` (`Validate`), and bounds of our own.
public enum HistogramFault {
    NONE("nothing is wrong"),
    SCHEMA("the schema is neither -4 to 8 nor -53"),
    SPAN_OFFSET("a span goes back"),
    SPANS_MISMATCH("the spans need another number of buckets than there are"),
    BUCKET_INDEX("the index of a bucket does not fit 32 bits"),
    TOO_LARGE("it has more than " + Buckets.COUNT_MAX + " buckets, spans or bounds"),
    NEGATIVE_BUCKET("a bucket's count is negative"),
    NEGATIVE_COUNT("the count is negative"),
    COUNT_MISMATCH("the count is not the sum of the buckets"),
    COUNT_TOO_SMALL("the count is less than the sum of the buckets"),
    BOUNDS_WITHOUT_SCHEMA("custom bounds with an exponential schema"),
    BOUNDS_ORDER("the custom bounds are not ascending"),
    BOUND_NOT_FINITE("a custom bound is NaN, or the last is +Inf"),
    TOO_FEW_BOUNDS("there are fewer custom bounds than the spans reach over"),
    CUSTOM_ZERO_BUCKET("custom buckets with a zero bucket"),
    CUSTOM_NEGATIVE_BUCKETS("custom buckets with negative buckets");

    private final String text;

    HistogramFault(String text) {
        this.text = text;
    }

    /// In words, for the sender.
    public String text() {
        return text;
    }
}
