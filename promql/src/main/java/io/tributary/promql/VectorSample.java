package io.tributary.promql;

import io.tributary.model.Labels;

/// One series' sample in an instant answer.
public record VectorSample(Labels labels, long timeMillis, double value) {}
