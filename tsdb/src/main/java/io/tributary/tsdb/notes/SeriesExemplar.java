package io.tributary.tsdb.notes;

import io.tributary.model.notes.Exemplar;

/// An exemplar and whose it is.
///
/// @param ref of the series
public record SeriesExemplar(long ref, Exemplar exemplar) {}
