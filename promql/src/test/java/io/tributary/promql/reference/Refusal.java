package io.tributary.promql.reference;

import java.io.Serial;

/// A query has no answer, or none that can be compared.
final class Refusal extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    /// Why not.
    enum Reason {
        /// The data does not allow it.
        EXECUTION,
        /// It asks for what cannot be.
        BAD_DATA,
        /// Upstream leaves open what the answer is.
        OPEN,
        /// It is not known here.
        UNKNOWN
    }

    private final Reason reason;

    private Refusal(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static Refusal execution(String message) {
        return new Refusal(Reason.EXECUTION, message);
    }

    static Refusal badData(String message) {
        return new Refusal(Reason.BAD_DATA, message);
    }

    static Refusal open(String message) {
        return new Refusal(Reason.OPEN, message);
    }

    static Refusal unknown(String message) {
        return new Refusal(Reason.UNKNOWN, message);
    }

    static Refusal sameLabels() {
        return execution("vector cannot contain metrics with the same labelset");
    }

    Reason reason() {
        return reason;
    }
}
