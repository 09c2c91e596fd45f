package io.tributary.runtime.config;

import java.util.Optional;

/// Where to listen or to connect: `127.0.0.1:9009`, `[::1]:9009`, `store.example:9009`.
///
/// @param host a name or an address, an IPv6 address without its brackets
/// @param port 0 (any free one) to 65535
public record HostPort(String host, int port) {
    private static final int PORT_MAX = 65_535;
    private static final int PORT_DIGITS_MAX = 5;

    public HostPort {
        if (host.isEmpty() || port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("BUG: not a host and port: " + host + " " + port);
        }
    }

    /// Reads one; empty if it is none.
    public static Optional<HostPort> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String digits = text.substring(colon + 1);
        if (digits.isEmpty()
                || digits.length() > PORT_DIGITS_MAX
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')
                || Integer.parseInt(digits) > PORT_MAX) {
            return Optional.empty();
        }
        return host(text.substring(0, colon))
                .map(host -> new HostPort(host, Integer.parseInt(digits)));
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }

    private static Optional<String> host(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String host = bracketed ? text.substring(1, text.length() - 1) : text;
        boolean clean =
                !host.isEmpty()
                        && host.chars().allMatch(c -> c > ' ' && c < 0x7f && "[]/@".indexOf(c) < 0);
        return clean && bracketed == host.indexOf(':') >= 0 ? Optional.of(host) : Optional.empty();
    }
}
