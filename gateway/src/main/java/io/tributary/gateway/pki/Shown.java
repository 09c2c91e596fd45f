package io.tributary.gateway.pki;

import io.tributary.model.GoQuote;

/// Text of strangers, made fit for a message: quoted and cut.
final class Shown {
    /// Most characters shown.
    static final int CHARACTERS_MAX = 200;

    private Shown() {}

    static String text(String text) {
        return GoQuote.quote(text, CHARACTERS_MAX);
    }
}
