package io.tributary.gateway.pki;

import io.tributary.runtime.clock.Clock;
import java.util.Optional;

/// The certificate that a server shows now: made anew when two thirds of its time are over, when
/// another root has become the one to sign for servers, and when the clock was set back before it.
public final class ServerCertificates {
    private final CertificateAuthority authority;
    private final ServerNames names;
    private final Clock clock;
    private Optional<ServerCertificate> current = Optional.empty();

    public ServerCertificates(CertificateAuthority authority, ServerNames names, Clock clock) {
        this.authority = authority;
        this.names = names;
        this.clock = clock;
    }

    /// The certificate to show; the same one until another is due. Cheap then.
    ///
    /// @throws RefusedException if no root is valid
    public synchronized ServerCertificate current() throws RefusedException {
        if (current.filter(this::isGood).isEmpty()) {
            current = Optional.of(authority.issueServer(names));
        }
        return current.orElseThrow();
    }

    private boolean isGood(ServerCertificate certificate) {
        long now = clock.wallMillis();
        return now < certificate.renewAtMillis()
                && now >= certificate.notBeforeMillis()
                && certificate.root().equals(authority.pinned());
    }
}
