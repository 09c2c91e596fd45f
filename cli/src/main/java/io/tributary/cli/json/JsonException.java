package io.tributary.cli.json;

import java.io.IOException;

/// A text is not the JSON that was expected.
public final class JsonException extends IOException {
    private static final long serialVersionUID = 1;

    /// @param message what stood where something else was expected
    public JsonException(String message) {
        super(message);
    }
}
