package io.tributary.format.otlp.rules;

import io.tributary.format.otlp.attribute.AttributeList;
import io.tributary.format.otlp.name.Families;
import io.tributary.format.otlp.name.LabelNames;
import io.tributary.model.histogram.Buckets;

/// Why a data point is not translated.
public enum OtlpRefusal {
    NONE("nothing is wrong"),
    DELTA("its temporality is delta, which is taken only where otlp.deltas is accumulate"),
    NEGATIVE_DELTA("a delta of what only grows is negative"),
    TEMPORALITY("its temporality is not told"),
    METRIC_NAME(
            "no name of a metric can be made of its name: only letters, digits and colons of ASCII count"),
    TOO_MANY_METRICS(
            "the request has more than " + Families.FAMILIES_MAX + " metrics of different names"),
    LABEL_NAME(
            "no name of a label can be made of an attribute's key: it is empty, has underscores only, or more than "
                    + LabelNames.NAME_BYTES_MAX
                    + " bytes"),
    TOO_MANY_LABEL_NAMES(
            "the request has more than " + LabelNames.NAMES_MAX + " different keys of attributes"),
    DUPLICATE_ATTRIBUTE("an attribute stands twice"),
    TOO_DEEP(
            "the value of an attribute has more than "
                    + AttributeList.DEPTH_MAX
                    + " arrays and maps in each other"),
    TOO_MANY_PROMOTED("its resource has more attributes to promote than allowed"),
    BUCKET_COUNTS("the histogram has not one bucket more than bounds"),
    BOUNDS("the histogram's bounds are not ascending finite numbers"),
    TOO_MANY_BUCKETS("the histogram has more than " + Buckets.COUNT_MAX + " buckets"),
    SCALE("the scale of the exponential histogram is below -4"),
    BUCKET_INDEX("a bucket of the exponential histogram holds no numbers of 64 bits"),
    TOO_LARGE("the series made of the request would be many times as large as itself");

    private final String text;

    OtlpRefusal(String text) {
        this.text = text;
    }

    /// In words, for the sender.
    public String text() {
        return text;
    }
}
