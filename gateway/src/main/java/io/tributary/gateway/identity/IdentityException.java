package io.tributary.gateway.identity;

/// A request is not let in. The message is for its sender: it names what was wrong, and nothing
/// that the sender may not know.
public final class IdentityException extends Exception {
    private static final long serialVersionUID = 1;

    /// Why not.
    public enum Kind {
        /// Its headers say nothing that could be meant.
        BAD_REQUEST(400),
        /// Nobody is known by what was presented, and we would know.
        UNAUTHENTICATED(401),
        /// Known, and not allowed.
        FORBIDDEN(403),
        /// Nobody can tell now: to be repeated.
        UNAVAILABLE(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /// The HTTP status.
        public int status() {
            return status;
        }
    }

    private final Kind kind;
    private final String reason;

    /// @param reason in one word, for counters and the audit
    IdentityException(Kind kind, String reason, String message) {
        super(message, null, false, false);
        this.kind = kind;
        this.reason = reason;
    }

    static IdentityException badRequest(String message) {
        return badRequest("bad_tenant_header", message);
    }

    static IdentityException badRequest(String reason, String message) {
        return new IdentityException(Kind.BAD_REQUEST, reason, message);
    }

    static IdentityException unauthenticated(String reason, String message) {
        return new IdentityException(Kind.UNAUTHENTICATED, reason, message);
    }

    static IdentityException forbidden(String reason, String message) {
        return new IdentityException(Kind.FORBIDDEN, reason, message);
    }

    static IdentityException unavailable(String reason, String message) {
        return new IdentityException(Kind.UNAVAILABLE, reason, message);
    }

    public Kind kind() {
        return kind;
    }

    public String reason() {
        return reason;
    }
}
