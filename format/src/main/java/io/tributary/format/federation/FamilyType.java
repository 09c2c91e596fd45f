package io.tributary.format.federation;

/// What the samples of a family are.
enum FamilyType {
    UNTYPED("untyped", "unknown", 3),
    HISTOGRAM("histogram", "histogram", 4),
    GAUGE_HISTOGRAM("histogram", "gaugehistogram", 5);

    private final String text;
    private final String openMetrics;
    private final int number;

    FamilyType(String text, String openMetrics, int number) {
        this.text = text;
        this.openMetrics = openMetrics;
        this.number = number;
    }

    static FamilyType of(FederatedSample sample) {
        return switch (sample) {
            case FederatedSample.Scalar _ -> UNTYPED;
            case FederatedSample.Distribution(_, _, var histogram) ->
                    histogram.isGauge() ? GAUGE_HISTOGRAM : HISTOGRAM;
        };
    }

    /// In Prometheus' text, which does not tell gauges of histograms.
    String text() {
        return text;
    }

    String openMetrics() {
        return openMetrics;
    }

    /// In protobuf.
    int number() {
        return number;
    }
}
