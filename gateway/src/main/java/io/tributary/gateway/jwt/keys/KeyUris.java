package io.tributary.gateway.jwt.keys;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Where keys may be asked for: over TLS, or on this host.
final class KeyUris {
    private static final int LENGTH_MAX = 2_048;

    private KeyUris() {}

    /// What is wrong with an address for keys, if anything.
    static Optional<String> problem(String text) {
        if (text.length() > LENGTH_MAX) {
            return Optional.of("longer than " + LENGTH_MAX + " characters");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of("no URL");
        }
        if (uri.getHost() == null) {
            return Optional.of("no URL with a host");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return Optional.of("has a user or a fragment");
        }
        return isEncrypted(uri) || isLocal(uri)
                ? Optional.empty()
                : Optional.of("not https (http is for this host alone)");
    }

    /// Whether it is asked for without TLS, on this host.
    static boolean isLocal(URI uri) {
        return "http".equals(uri.getScheme()) && isLoopback(uri.getHost());
    }

    private static boolean isEncrypted(URI uri) {
        return "https".equals(uri.getScheme());
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || isLoopback4(host);
    }

    /// `127.` and three more numbers, not a name that begins so.
    private static boolean isLoopback4(String host) {
        return host.startsWith("127.")
                && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))
                && host.chars().filter(c -> c == '.').count() == 3;
    }
}
