package io.tributary.server.status;

/// Who is let in, as it is told in the log, in `status/runtimeinfo` and when the server begins.
public enum Admission {
    AUTHENTICATED("everybody has to say who they are"),
    LOOPBACK("nobody is asked who they are; only this machine reaches the server"),
    INSECURE(
            "INSECURE: whoever reaches the server has every right, and nobody is asked who they are");

    private final String text;

    Admission(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
