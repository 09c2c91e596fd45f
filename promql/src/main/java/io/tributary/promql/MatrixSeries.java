package io.tributary.promql;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;

/// One series of a range answer.
///
/// @param samples floats and histograms, times ascending; not to be changed
public record MatrixSeries(Labels labels, SampleColumn samples) {}
