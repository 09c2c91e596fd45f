package io.tributary.gateway.pki.enroll;

/// The command that joins a machine: it names the server, the token, and the root that the server
/// must show *before* the token is sent.
///
/// @param server URL, `https`
/// @param caSha256 SHA-256 of the pinned root, in hex
public record JoinLine(String server, String token, String caSha256) {
    private static final String SCHEME = "https://";

    public JoinLine {
        if (!server.startsWith(SCHEME)
                || server.length() == SCHEME.length()
                || !server.chars().allMatch(JoinLine::isPlain)) {
            throw new IllegalArgumentException(
                    "URL of the server must begin with https:// and hold letters, digits and any of"
                            + " .:/-_[]~ only");
        }
    }

    /// The line, to be copied into a shell.
    public String text() {
        return "tributary agent enroll --server %s --token %s --ca-sha256 %s"
                .formatted(server, token, caSha256);
    }

    /// Nothing that means something to a shell, but for brackets, which match nothing there.
    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || ".:/-_[]~".indexOf(c) >= 0;
    }

    @Override
    public String toString() {
        return "JoinLine[" + server + ", " + caSha256 + "]";
    }
}
