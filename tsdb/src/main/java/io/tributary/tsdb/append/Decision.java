package io.tributary.tsdb.append;

/// What is to become of one sample: small numbers, as there is one a sample.
final class Decision {
    /// Not planned: the rules are asked when it is applied.
    static final byte OPEN = 0;

    /// Ahead of the frontier.
    static final byte IN_ORDER = 1;

    /// Into an empty slot behind the frontier.
    static final byte LATE = 2;

    /// The slot holds the same bits.
    static final byte REPEATED = 3;

    /// The slot holds other bits.
    static final byte CONFLICT = 4;

    static final byte TOO_FAR_IN_FUTURE = 5;

    static final byte TOO_OLD = 6;

    /// The slot is empty, but its neighbours leave no hole.
    static final byte CROWDED = 7;

    private Decision() {}
}
