package io.tributary.format.exposition.protobuf;

import io.tributary.format.lines.LineFault;

/// Why a metric is refused.
enum MetricFault {
    NONE(LineFault.SYNTAX, "nothing is wrong"),
    NAME(LineFault.SYNTAX, "its family has no name"),
    TYPE(LineFault.SYNTAX, "its family has a type that does not exist"),
    NO_VALUE(LineFault.VALUE, "it has no value of its family's type"),
    TOO_LARGE(LineFault.TOO_LARGE, "the series of one request have too many labels together");

    private final LineFault reason;
    private final String text;

    MetricFault(LineFault reason, String text) {
        this.reason = reason;
        this.text = text;
    }

    /// As it is counted.
    LineFault reason() {
        return reason;
    }

    /// In words, for the sender.
    String text() {
        return text;
    }
}
