package io.tributary.model.histogram;

/// What is known about a counter reset before a histogram, with the numbers of Prometheus' wire
/// formats.
public enum ResetHint {
    /// Nothing: whoever needs to know compares with the histogram before.
    UNKNOWN(0),
    /// The first histogram after a reset.
    RESET(1),
    /// No reset between this histogram and the one before.
    NO_RESET(2),
    /// A gauge: counts may fall, and nothing was reset.
    GAUGE(3);

    private final int number;

    ResetHint(int number) {
        this.number = number;
    }

    /// The hint of a number on the wire; one that this version does not know says nothing.
    public static ResetHint ofNumber(int number) {
        return switch (number) {
            case 1 -> RESET;
            case 2 -> NO_RESET;
            case 3 -> GAUGE;
            default -> UNKNOWN;
        };
    }

    /// The number on the wire, 0 to 3.
    public int number() {
        return number;
    }
}
