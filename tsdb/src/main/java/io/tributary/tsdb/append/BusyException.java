package io.tributary.tsdb.append;

import io.tributary.model.flow.Unavailable;

/// A request cannot be decided now; nothing was changed.
final class BusyException extends Exception {
    private static final long serialVersionUID = 1;

    private final Unavailable reason;

    BusyException(Unavailable reason) {
        super(reason.word(), null, false, false);
        this.reason = reason;
    }

    Unavailable reason() {
        return reason;
    }
}
