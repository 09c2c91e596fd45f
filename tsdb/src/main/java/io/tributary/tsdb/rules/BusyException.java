package io.tributary.tsdb.rules;

import io.tributary.model.flow.Unavailable;

/// A request cannot be decided now; nothing was changed.
public final class BusyException extends Exception {
    private static final long serialVersionUID = 1;

    private final Unavailable reason;

    public BusyException(Unavailable reason) {
        super(reason.word(), null, false, false);
        this.reason = reason;
    }

    public Unavailable reason() {
        return reason;
    }
}
