package io.tributary.model.flow;

/// Decides on a series that the store does not know from this route yet: decode, validate, relabel,
/// route, stamp (last: nothing after it may change a label), validate again, check limits.
///
/// Called on the miss path only, on the request's thread, before the append lock; must not block.
/// Safe from any thread.
public interface Admission {
    /// Decides on the labels of a series of `batch`, which are in the route's dialect, and fills
    /// `verdict`.
    void admit(Route route, WriteBatch batch, int series, Verdict verdict);
}
