package io.tributary.gateway.pki;

import io.tributary.gateway.pki.store.SealedBytes;
import io.tributary.gateway.pki.store.SealedBytes.Content;
import io.tributary.gateway.pki.store.SealingKey;
import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.gateway.pki.store.WholeFile;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/// The certificate authority of a site: roots of its own, in one sealed file, and what they sign.
///
/// Its state is one immutable value ({@link Roots}); a change is written and synced before it is
/// believed. Whoever opens it has the directory for himself. Safe from any thread.
public final class CertificateAuthority {
    /// How long a certificate of an agent or a server is valid.
    public static final Duration CERTIFICATE_VALIDITY = Duration.ofDays(30);

    /// How long after its end a certificate can still be renewed.
    public static final Duration RENEWAL_GRACE = Duration.ofDays(90);

    /// What is left of a root's time when it should be replaced.
    static final Duration ROTATION_LEAD = Duration.ofDays(365);

    /// The file, in the authority's directory.
    static final String FILE = "authority";

    /// Longest file that is read: eight roots of a kilobyte each, and room.
    private static final int FILE_BYTES_MAX = 64 * 1024;

    private final TrustDomain trust;
    private final WholeFile file;
    private final Clock clock;
    private final SecureRandom random;
    private final Certificates certificates;
    private volatile State state;

    /// What changes, together.
    private record State(Roots roots, SealingKey key) {}

    /// What a root is, and does at a moment.
    ///
    /// @param sha256 of its certificate, in hex: what a join line pins
    /// @param signsAgentsFromMillis from when on it signs for agents, until another does
    /// @param anchorUntilMillis the last moment at which it is believed; its own end, where no
    ///   other is to take over
    public record Standing(
            X509Certificate certificate,
            String sha256,
            long signsAgentsFromMillis,
            long anchorUntilMillis,
            boolean signsForAgents,
            boolean signsForServers) {}

    /// Where an authority lies.
    public record Place(Disk disk, Path directory) {
        WholeFile file(String name) {
            return new WholeFile(disk, directory.resolve(name));
        }
    }

    private CertificateAuthority(
            TrustDomain trust, WholeFile file, Clock clock, SecureRandom random, State state) {
        this.trust = trust;
        this.file = file;
        this.clock = clock;
        this.random = random;
        this.certificates = new Certificates(trust, random);
        this.state = state;
    }

    /// Whether there is an authority.
    public static boolean exists(Place place) throws IOException {
        return place.disk().exists(place.directory().resolve(FILE));
    }

    /// Opens an authority, which is made where there is none.
    ///
    /// @throws io.tributary.gateway.pki.store.StoredStateException if the file is damaged, the
    ///   secret wrong, or the authority another trust domain's
    public static CertificateAuthority open(
            Place place, TrustDomain trust, SealingSecret secret, Clock clock, SecureRandom random)
            throws IOException {
        WholeFile file = place.file(FILE);
        Optional<byte[]> sealed = file.read(FILE_BYTES_MAX);
        if (sealed.isPresent()) {
            SealedBytes.Opened opened =
                    SealedBytes.open(Content.AUTHORITY, sealed.get(), secret, file.toString());
            Roots roots = RootBytes.read(opened.plain(), trust, file.toString());
            return new CertificateAuthority(
                    trust, file, clock, random, new State(roots, opened.key()));
        }
        long now = clock.wallMillis();
        Roots roots = new Roots(List.of(new Certificates(trust, random).newRoot(now, now)));
        State state = new State(roots, SealingKey.fresh(secret, random));
        CertificateAuthority made = new CertificateAuthority(trust, file, clock, random, state);
        made.become(state);
        return made;
    }

    public TrustDomain trust() {
        return trust;
    }

    /// The roots that are to be believed, oldest first. Agents take all of them at each renewal.
    public List<X509Certificate> anchors() {
        return state.roots().anchors(clock.wallMillis()).stream().map(Root::certificate).toList();
    }

    /// The same roots, and what each does now.
    public List<Standing> standings() {
        return state.roots().standings(clock.wallMillis());
    }

    /// The root that signs for servers: what a join line pins, by {@link #pinnedSha256}.
    public X509Certificate pinned() {
        return state.roots().forServers(clock.wallMillis()).certificate();
    }

    /// SHA-256 of the pinned root's DER, in lower-case hex.
    public String pinnedSha256() {
        return Certificates.sha256(pinned());
    }

    /// Whether the root that signs for agents has less than a year left.
    public boolean isRotationDue() {
        long now = clock.wallMillis();
        return state.roots().forAgents(now).notAfterMillis() - now < ROTATION_LEAD.toMillis();
    }

    /// Makes a new root, an anchor from now on, that signs for agents after `delay`. The others go
    /// when nothing they signed for an agent can be renewed any more.
    ///
    /// @throws io.tributary.gateway.pki.store.StoredStateException if there are too many roots
    public synchronized void rotate(Duration delay) throws IOException {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("BUG: a delay of " + delay);
        }
        long now = clock.wallMillis();
        Root fresh = certificates.newRoot(now, now + delay.toMillis());
        become(new State(state.roots().rotated(fresh, now), state.key()));
    }

    /// Seals the authority under another secret.
    public synchronized void reseal(SealingSecret secret) throws IOException {
        become(new State(state.roots(), SealingKey.fresh(secret, random)));
    }

    /// A certificate for an agent.
    ///
    /// @throws RefusedException if no root is valid
    public X509Certificate issueAgent(AgentIdentity agent, PublicKey key) throws RefusedException {
        if (!agent.trust().equals(trust)) {
            throw new IllegalArgumentException("BUG: " + agent + " is not of " + trust);
        }
        GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, agent.uri());
        return issue(
                state.roots().forAgents(clock.wallMillis()),
                new Certificates.Subject(
                        agent.agent().toString(),
                        key,
                        new GeneralNames(name),
                        KeyPurposeId.id_kp_clientAuth));
    }

    /// A certificate for a server, and a new key.
    ///
    /// @throws RefusedException if no root is valid
    public ServerCertificate issueServer(ServerNames names) throws RefusedException {
        long now = clock.wallMillis();
        Root root = state.roots().forServers(now);
        KeyPair pair = certificates.newKey();
        X509Certificate certificate =
                issue(
                        root,
                        new Certificates.Subject(
                                "Tributary server",
                                pair.getPublic(),
                                names.alternativeNames(),
                                KeyPurposeId.id_kp_serverAuth));
        long lasts = certificate.getNotAfter().toInstant().toEpochMilli() - now;
        return new ServerCertificate(
                pair.getPrivate(), List.of(certificate, root.certificate()), now + lasts * 2 / 3);
    }

    /// What a certificate says, if one of our anchors signed it for an agent. Neither its dates nor
    /// its revocation are checked.
    ///
    /// @throws RefusedException if not
    public AgentCertificate recognise(X509Certificate certificate) throws RefusedException {
        if (!isSignedByAnchor(certificate)) {
            throw new RefusedException(
                    Refusal.UNKNOWN_ISSUER,
                    "the certificate was not signed by a root that is trusted now");
        }
        if (certificate.getBasicConstraints() >= 0 || !isForClients(certificate)) {
            throw new RefusedException(Refusal.IDENTITY, "the certificate is not an agent's");
        }
        return new AgentCertificate(
                AgentIdentity.of(certificate, trust),
                certificate.getSerialNumber(),
                AgentKeys.sha256(certificate.getPublicKey()),
                certificate.getNotBefore().toInstant().toEpochMilli(),
                certificate.getNotAfter().toInstant().toEpochMilli());
    }

    /// Certificates as PEM.
    public static String pem(List<X509Certificate> certificates) {
        return Certificates.pem(certificates);
    }

    /// All roots with their keys; for a backup, which is sealed.
    byte[] plain() {
        return RootBytes.write(trust, state.roots());
    }

    private X509Certificate issue(Root root, Certificates.Subject subject) throws RefusedException {
        long now = clock.wallMillis();
        if (now > root.notAfterMillis()) {
            throw new RefusedException(
                    Refusal.AUTHORITY_EXPIRED,
                    "the root %s has expired; rotate the certificate authority, or set the clock right"
                            .formatted(root.sha256()));
        }
        long notAfter = Math.min(now + CERTIFICATE_VALIDITY.toMillis(), root.notAfterMillis());
        return certificates.issue(root, subject, now, notAfter);
    }

    private boolean isSignedByAnchor(X509Certificate certificate) {
        for (X509Certificate anchor : anchors()) {
            if (anchor.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
                try {
                    certificate.verify(anchor.getPublicKey());
                    return true;
                } catch (GeneralSecurityException e) {
                    // Signed by somebody else in its name.
                }
            }
        }
        return false;
    }

    private static boolean isForClients(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getExtendedKeyUsage())
                    .filter(List.of(KeyPurposeId.id_kp_clientAuth.getId())::equals)
                    .isPresent();
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /// Writes a state, then believes it.
    private void become(State next) throws IOException {
        byte[] plain = RootBytes.write(trust, next.roots());
        file.replace(SealedBytes.seal(Content.AUTHORITY, plain, next.key(), random));
        state = next;
    }

    @Override
    public String toString() {
        return "CertificateAuthority[" + trust + "]";
    }
}
