package io.tributary.gateway.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A certificate for a server and its key, which is in memory only: a start makes another.
///
/// @param chain the server's, then its root: so an agent that knows the root by its hash alone can
///   find it
/// @param renewAtMillis when another should take its place
public record ServerCertificate(PrivateKey key, List<X509Certificate> chain, long renewAtMillis) {
    public ServerCertificate {
        chain = List.copyOf(chain);
    }

    X509Certificate root() {
        return chain.getLast();
    }

    long notBeforeMillis() {
        return chain.getFirst().getNotBefore().toInstant().toEpochMilli();
    }

    @Override
    public String toString() {
        return "ServerCertificate[" + chain.getFirst().getSerialNumber().toString(16) + "]";
    }
}
