package io.tributary.tsdb.lanes;

/// Whether the newest sample of a series lies in a range and is no staleness marker.
public enum Presence {
    PRESENT,
    ABSENT,
    /// The samples must be looked at.
    UNKNOWN
}
