package io.tributary.gateway.registry.text;

import io.tributary.model.GoQuote;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What tenants, clusters and credentials may be called: Mimir's alphabet for tenants, less what
/// means something in a path or in `a|b`. Compared byte for byte.
public final class ObjectName {
    /// Longest name, in bytes (Mimir's).
    public static final int BYTES_MAX = 150;

    /// Stands for every tenant, and so for none.
    public static final String EVERY = "*";

    private static final int SHOWN_MAX = 50;
    private static final String PUNCTUATION = "!-_.*'()";

    private ObjectName() {}

    /// What is wrong with a name; empty where nothing is.
    ///
    /// @param what is called so, for the message
    public static Optional<String> problem(String what, String name) {
        if (name.isEmpty()) {
            return Optional.of(what + " name is empty");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            return Optional.of(
                    "%s name is longer than %d bytes: %s"
                            .formatted(
                                    what,
                                    BYTES_MAX,
                                    GoQuote.quote(name.substring(0, SHOWN_MAX) + "…")));
        }
        if (name.equals(".") || name.equals("..") || name.equals(EVERY)) {
            return Optional.of(what + " name may not be " + GoQuote.quote(name));
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isAllowed(name.charAt(i))) {
                return Optional.of(
                        "%s name %s has a character that is not allowed: %s (allowed: letters, digits and %s)"
                                .formatted(
                                        what,
                                        GoQuote.quote(name),
                                        GoQuote.quote(name.substring(i, i + 1)),
                                        PUNCTUATION));
            }
        }
        return Optional.empty();
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || PUNCTUATION.indexOf(c) >= 0;
    }
}
