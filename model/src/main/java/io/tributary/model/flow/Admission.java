package io.tributary.model.flow;

/// Decides on a series that the store does not know from this route yet: decode, validate, relabel,
/// route, stamp (last: nothing after it may change a label), validate again, check limits.
///
/// Called on the miss path only, on the request's thread, before the append lock; must not block.
/// Safe from any thread.
public interface Admission {
    /// Decides on the label bytes `bytes[offset .. offset + length)`, in the route's dialect, and
    /// fills `verdict`.
    void admit(Route route, byte[] bytes, int offset, int length, Verdict verdict);
}
