package io.tributary.gateway.jwt.keys;

import java.io.IOException;
import java.net.URI;

/// Reads a document over HTTP.
@FunctionalInterface
public interface KeyFetcher {
    /// What is there: as UTF-8, bound in size and in time.
    ///
    /// @throws IOException if it cannot be had; the message says where it was asked for and why
    String fetch(URI uri) throws IOException, InterruptedException;
}
