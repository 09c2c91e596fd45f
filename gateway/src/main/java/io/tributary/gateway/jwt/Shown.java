package io.tributary.gateway.jwt;

import io.tributary.model.GoQuote;

/// What strangers say, as it may stand in a log: quoted, and cut.
final class Shown {
    private static final int LENGTH_MAX = 100;

    private Shown() {}

    static String text(String said) {
        return GoQuote.quote(said, LENGTH_MAX);
    }
}
