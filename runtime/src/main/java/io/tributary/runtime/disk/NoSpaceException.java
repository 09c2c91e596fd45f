package io.tributary.runtime.disk;

import java.io.IOException;

/// The disk (or the quota of its owner) is full: a write, a truncation or a new file had no room.
/// What was there before is as it was, except in the range being written.
public final class NoSpaceException extends IOException {
    public NoSpaceException(String what) {
        super(what);
    }

    public NoSpaceException(String what, Throwable cause) {
        super(what, cause);
    }
}
