package io.tributary.runtime.http.tls;

import io.tributary.runtime.tls.ClientCertificate;

/// Who is at the other end of a connection.
public sealed interface Client {
    /// It showed no certificate, or was not asked.
    record Anonymous() implements Client {}

    /// It showed one that is trusted now.
    record Known(ClientCertificate certificate) implements Client {}

    /// It showed one that was trusted at the handshake, or at an earlier one that its session
    /// continues, and is no more.
    record NoLongerTrusted() implements Client {}
}
