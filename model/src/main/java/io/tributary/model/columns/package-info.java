/// What a write carries beside samples, in columns: native histograms, exemplars, metadata.
///
/// *Start here*: {@link io.tributary.model.columns.HistogramColumns}.
///
/// A {@link io.tributary.model.flow.WriteBatch} owns one of each; a decoder fills them, the store
/// reads them. What is invalid by itself (a histogram, an exemplar) stands here as such, so that it
/// can be counted and refused alone.
///
/// Invariants: bytes of histograms and of exemplars' labels are copies and stay when the request's
/// bytes change; metadata points into the request. Sizes are bounded by the request's: each entry
/// takes two bytes on the wire at least.
///
/// Threads: owned by one thread at a time. Hot path: no allocation per entry once the arrays have
/// grown.
@NullMarked
package io.tributary.model.columns;

import org.jspecify.annotations.NullMarked;
