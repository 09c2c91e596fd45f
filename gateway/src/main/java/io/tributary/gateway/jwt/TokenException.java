package io.tributary.gateway.jwt;

/// A token that is refused, from wherever that was found.
final class TokenException extends Exception {
    private final TokenVerdict.Refused refused;

    TokenException(TokenVerdict.Reason reason, String text) {
        super(text, null, false, false);
        refused = new TokenVerdict.Refused(reason, text);
    }

    TokenVerdict.Refused refused() {
        return refused;
    }
}
