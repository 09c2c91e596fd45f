package io.tributary.runtime.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows the identity that its source names at the moment of the handshake, on either side.
///
/// A handshake asks three times: for a name, then for the key and the chain of that name. So names
/// are numbers, and the identity before the current one can still be had: a swap between the
/// questions does no harm.
final class IdentityKeys extends X509ExtendedKeyManager {
    private record Numbered(String name, TlsIdentity identity) {}

    private final Supplier<TlsIdentity> source;
    private long count;
    private volatile List<Numbered> known = List.of();

    IdentityKeys(Supplier<TlsIdentity> source) {
        this.source = source;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return choose(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, Socket socket) {
        return choose(keyType);
    }

    /// Whatever issuers the server names: a client that knows better who it is than the server whom
    /// it wants must be refused, not taken for nobody.
    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return chooseOf(keyTypes);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return chooseOf(keyTypes);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return all(keyType);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return all(keyType);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String name) {
        for (Numbered numbered : known) {
            if (numbered.name().equals(name)) {
                return numbered.identity().chain().toArray(new X509Certificate[0]);
            }
        }
        return null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String name) {
        for (Numbered numbered : known) {
            if (numbered.name().equals(name)) {
                return numbered.identity().key();
            }
        }
        return null;
    }

    private String @Nullable [] all(String keyType) {
        String name = choose(keyType);
        return name == null ? null : new String[] {name};
    }

    private @Nullable String chooseOf(String[] keyTypes) {
        for (String keyType : keyTypes) {
            String name = choose(keyType);
            if (name != null) {
                return name;
            }
        }
        return null;
    }

    private @Nullable String choose(String keyType) {
        Numbered now = current();
        String algorithm = now.identity().certificate().getPublicKey().getAlgorithm();
        return algorithm.equalsIgnoreCase(keyType) ? now.name() : null;
    }

    private Numbered current() {
        TlsIdentity now = source.get();
        List<Numbered> seen = known;
        if (!seen.isEmpty() && seen.getFirst().identity().equals(now)) {
            return seen.getFirst();
        }
        return add(now);
    }

    private synchronized Numbered add(TlsIdentity now) {
        for (Numbered numbered : known) {
            if (numbered.identity().equals(now)) {
                return numbered;
            }
        }
        Numbered added = new Numbered(Long.toString(count++), now);
        known = known.isEmpty() ? List.of(added) : List.of(added, known.getFirst());
        return added;
    }
}
