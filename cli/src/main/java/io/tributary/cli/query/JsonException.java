package io.tributary.cli.query;

import java.io.IOException;

/// A text is not the JSON that was expected.
public final class JsonException extends IOException {
    private static final long serialVersionUID = 1;

    JsonException(String message) {
        super(message);
    }
}
