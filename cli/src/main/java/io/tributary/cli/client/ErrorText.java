package io.tributary.cli.client;

import io.tributary.cli.json.JsonException;
import io.tributary.cli.json.JsonReader;

/// What a server said where its answer was no.
public final class ErrorText {
    private ErrorText() {}

    /// The `error` of its envelope; all of the body where somebody between us and the server said
    /// it in other words.
    public static String of(String body) {
        try {
            return JsonReader.read(body).member("error").plain();
        } catch (JsonException e) {
            return body.strip();
        }
    }
}
