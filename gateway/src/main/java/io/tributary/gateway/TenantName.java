package io.tributary.gateway;

import io.tributary.model.GoQuote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a tenant may be called: Mimir's alphabet, less what means something in a path.
final class TenantName {
    /// Longest name, in bytes (Mimir's).
    static final int BYTES_MAX = 150;

    /// Most names in one read, `a|b|…`: each costs a selection of its own.
    static final int CHOSEN_MAX = 100;

    private static final String PUNCTUATION = "!-_.*'()";

    private TenantName() {}

    /// Checks one name.
    ///
    /// @throws IdentityException if it is none; the message shows it
    static String check(String name) throws IdentityException {
        if (name.isEmpty()) {
            throw new IdentityException("tenant name is empty");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            throw new IdentityException(
                    "tenant name is longer than %d bytes: %s"
                            .formatted(BYTES_MAX, GoQuote.quote(name.substring(0, 50) + "…")));
        }
        if (name.equals(".") || name.equals("..")) {
            throw new IdentityException("tenant name may not be " + GoQuote.quote(name));
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isAllowed(name.charAt(i))) {
                throw new IdentityException(
                        "tenant name %s has a character that is not allowed: %s (allowed: letters, digits and %s)"
                                .formatted(
                                        GoQuote.quote(name),
                                        GoQuote.quote(name.substring(i, i + 1)),
                                        PUNCTUATION));
            }
        }
        return name;
    }

    /// The names of a choice for reading, `a|b`, each once.
    ///
    /// @throws IdentityException if one is none, or they are too many
    static List<String> checkAll(String choice) throws IdentityException {
        List<String> names = new ArrayList<>();
        for (String name : choice.split("\\|", -1)) {
            check(name);
            if (!names.contains(name)) {
                names.add(name);
            }
            if (names.size() > CHOSEN_MAX) {
                throw new IdentityException(
                        "more than " + CHOSEN_MAX + " tenants chosen in one read");
            }
        }
        return names;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || PUNCTUATION.indexOf(c) >= 0;
    }
}
