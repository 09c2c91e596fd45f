package io.tributary.gateway.secret;

/// A secret, a token or a hash cannot be taken as it was given. The message says what was found and
/// what is expected, and never shows any of the text: who mistook a field may have put a secret
/// where none belongs.
public final class SecretException extends Exception {
    private static final long serialVersionUID = 1;

    private final String message;

    SecretException(String message) {
        super(message, null, false, false);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
