package io.tributary.format.otlp.rules;

/// What becomes of points of delta temporality.
public enum Deltas {
    /// They are refused, with a reason.
    REFUSE,
    /// They are marked as deltas in the batch, for the store to add up.
    ACCUMULATE
}
