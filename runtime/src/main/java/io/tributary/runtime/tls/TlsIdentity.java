package io.tributary.runtime.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// Who one side says it is: a private key, and what certifies it.
///
/// @param chain the first is the key's own; each is certified by the next. The anchor may be left
///   out
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    public TlsIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("BUG: a key without a certificate");
        }
    }

    /// The key's own.
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /// Without the key.
    @Override
    public String toString() {
        return "TlsIdentity[" + certificate().getSubjectX500Principal() + "]";
    }
}
