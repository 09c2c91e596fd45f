package io.tributary.runtime.tls;

import java.util.function.Supplier;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// How a server speaks TLS: who it is now, and whom it trusts now. Immutable; what the sources say
/// may change at any time and holds from the next handshake on.
///
/// A source is asked on event loops: it must not block. It says the same object until it has
/// something new to say.
public final class ServerTls {
    private final Supplier<TlsIdentity> identity;
    private final Supplier<ClientAnchors> anchors;
    private final Runnable onRefused;
    private final boolean asksClients;

    private ServerTls(
            Supplier<TlsIdentity> identity,
            Supplier<ClientAnchors> anchors,
            Runnable onRefused,
            boolean asksClients) {
        this.identity = identity;
        this.anchors = anchors;
        this.onRefused = onRefused;
        this.asksClients = asksClients;
    }

    /// Asks no client who it is.
    public static ServerTls of(Supplier<TlsIdentity> identity) {
        return new ServerTls(identity, () -> ClientAnchors.NONE, () -> {}, false);
    }

    /// Asks each client for a certificate, and requires none. One that is shown and that no anchor
    /// vouches for ends the handshake.
    ///
    /// @param onRefused called for each client whose handshake ends so, on event loops
    public static ServerTls askingClients(
            Supplier<TlsIdentity> identity, Supplier<ClientAnchors> anchors, Runnable onRefused) {
        return new ServerTls(identity, anchors, onRefused, true);
    }

    public boolean asksClients() {
        return asksClients;
    }

    /// The anchors of now.
    public ClientAnchors anchors() {
        return anchors.get();
    }

    /// What it shows of itself.
    public X509ExtendedKeyManager keys() {
        return new IdentityKeys(identity);
    }

    /// What it makes of clients.
    public X509ExtendedTrustManager trust() {
        return new ClientTrust(anchors, onRefused);
    }
}
