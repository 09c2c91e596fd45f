package io.tributary.runtime.metrics;

/// The answer to a scrape.
public final class Exposition {
    private final String contentType;
    private final byte[] body;

    Exposition(String contentType, byte[] body) {
        this.contentType = contentType;
        this.body = body;
    }

    public String contentType() {
        return contentType;
    }

    /// The text, in UTF-8; the caller's own.
    public byte[] body() {
        return body;
    }
}
