package io.tributary.tsdb.rules;

/// What is to become of one sample: small numbers, as there is one a sample.
public final class Decision {
    /// Not planned: the rules are asked when it is applied.
    public static final byte OPEN = 0;

    /// Ahead of the frontier.
    public static final byte IN_ORDER = 1;

    /// Into an empty slot behind the frontier.
    public static final byte LATE = 2;

    /// The slot holds the same bits.
    public static final byte REPEATED = 3;

    /// The slot holds other bits.
    public static final byte CONFLICT = 4;

    public static final byte TOO_FAR_IN_FUTURE = 5;

    public static final byte TOO_OLD = 6;

    /// The slot is empty, but its neighbours leave no hole.
    public static final byte CROWDED = 7;

    private Decision() {}
}
