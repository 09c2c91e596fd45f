package io.tributary.server.enroll;

import io.tributary.gateway.admin.Enrolments;
import io.tributary.gateway.identity.EnrolledAgents;
import io.tributary.gateway.pki.CertificateAuthority;
import io.tributary.gateway.pki.RefusedException;
import io.tributary.gateway.pki.ServerCertificate;
import io.tributary.gateway.pki.ServerCertificates;
import io.tributary.gateway.pki.enroll.AgentFile;
import io.tributary.gateway.pki.enroll.Approvals;
import io.tributary.gateway.pki.enroll.Enrolment;
import io.tributary.gateway.pki.enroll.EnrolmentBackup;
import io.tributary.gateway.pki.enroll.JoinTokens;
import io.tributary.gateway.pki.store.KeyFile;
import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.gateway.pki.store.WholeFile;
import io.tributary.gateway.registry.Registry;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.tls.ClientAnchors;
import io.tributary.runtime.tls.TlsIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The authority of this server's data directory, as TLS needs it: the certificate to show, and the
/// anchors that vouch for agents. Both say the same object until they have something new to say.
/// Safe from any thread.
public final class Authority implements AutoCloseable {
    /// Where it stands in the data directory.
    static final Path DIRECTORY = Path.of("registry", "ca");

    private static final Path TOKENS = DIRECTORY.resolve("join-tokens");
    private static final Path AGENTS = DIRECTORY.resolve("agents");
    private static final Path APPROVALS = DIRECTORY.resolve("approvals");

    /// For whoever is to believe this server; written at each start and by a rotation.
    private static final Path ANCHORS = Path.of("registry", "ca.crt");

    private static final Path KEY_FILE = Path.of("registry", "ca.key");

    private final CertificateAuthority authority;
    private final ServerCertificates certificates;
    private final KeptEnrolments enrolments = new KeptEnrolments();
    private final WholeFile anchors;
    private final List<Closeable> opened = new ArrayList<>();
    private Optional<Enrolment> enrolment = Optional.empty();
    private Optional<Shown> shown = Optional.empty();
    private Optional<Trusted> trusted = Optional.empty();

    private record Shown(ServerCertificate certificate, TlsIdentity identity) {}

    private record Trusted(List<X509Certificate> roots, ClientAnchors others, ClientAnchors all) {}

    private Authority(
            CertificateAuthority authority, ServerCertificates certificates, WholeFile anchors) {
        this.authority = authority;
        this.certificates = certificates;
        this.anchors = anchors;
    }

    /// Opens it, and makes it where there is none.
    ///
    /// @throws IOException if its files cannot be read, or the secret is another; the message says
    ///   which
    public static Authority open(
            Disk disk, AuthoritySettings settings, Clock clock, SecureRandom random)
            throws IOException {
        disk.createDirectories(DIRECTORY);
        SealingSecret secret = secret(disk, settings.secret(), random);
        CertificateAuthority authority =
                CertificateAuthority.open(
                        new CertificateAuthority.Place(disk, DIRECTORY),
                        settings.trust(),
                        secret,
                        clock,
                        random);
        Authority opened =
                new Authority(
                        authority,
                        new ServerCertificates(authority, settings.names(), clock),
                        new WholeFile(disk, ANCHORS));
        opened.writeAnchors();
        return opened;
    }

    /// What the authority of a data directory is sealed under: what is given, else its key file,
    /// which is made where there is none.
    public static SealingSecret secret(
            Disk disk, Optional<SealingSecret> given, SecureRandom random) throws IOException {
        return given.isPresent()
                ? given.get()
                : KeyFile.readOrMake(new WholeFile(disk, KEY_FILE), random);
    }

    /// Where a backup of it is restored to.
    public static EnrolmentBackup.Target target(Disk disk) {
        return new EnrolmentBackup.Target(
                new CertificateAuthority.Place(disk, DIRECTORY),
                new WholeFile(disk, TOKENS),
                new WholeFile(disk, AGENTS));
    }

    public CertificateAuthority certificates() {
        return authority;
    }

    /// Enrolment by it: tokens and agents stand beside it.
    ///
    /// @throws IOException if their files cannot be read
    public Enrolment enrolment(Disk disk, Registry registry, Clock clock) throws IOException {
        SecureRandom random = new SecureRandom();
        JoinTokens tokens = JoinTokens.open(new WholeFile(disk, TOKENS), clock, random);
        AgentFile agents = AgentFile.open(new WholeFile(disk, AGENTS), authority.trust(), clock);
        Enrolment made =
                new Enrolment(
                        authority,
                        tokens,
                        agents,
                        new EnrolledAgents(authority, registry, clock),
                        clock,
                        random);
        synchronized (this) {
            opened.add(tokens::close);
            opened.add(agents::close);
            enrolment = Optional.of(made);
        }
        enrolments.open(agents);
        return made;
    }

    /// Enrolment by it; empty before it was opened.
    public synchronized Optional<Enrolment> enrolment() {
        return enrolment;
    }

    /// Who waits for a human's word, and who has it.
    ///
    /// @throws IOException if their file cannot be read
    public Approvals approvals(Disk disk, Clock clock) throws IOException {
        Approvals approvals = Approvals.open(new WholeFile(disk, APPROVALS), clock);
        synchronized (this) {
            opened.add(approvals::close);
        }
        return approvals;
    }

    /// Has the anchors stand in their file, for whoever is to believe this server.
    ///
    /// @throws IOException if it cannot be written; the anchors are believed all the same
    void writeAnchors() throws IOException {
        anchors.replace(
                CertificateAuthority.pem(authority.anchors()).getBytes(StandardCharsets.US_ASCII));
    }

    /// Which agents it has certified; known once {@link #enrolment} was opened.
    public Enrolments enrolments() {
        return enrolments;
    }

    /// What the server shows of itself now.
    public synchronized TlsIdentity identity() {
        ServerCertificate now;
        try {
            now = certificates.current();
        } catch (RefusedException e) {
            if (shown.isPresent()) {
                return shown.get().identity();
            }
            throw new IllegalStateException("cannot make a server certificate: " + e.text(), e);
        }
        if (shown.isEmpty() || !shown.get().certificate().equals(now)) {
            shown = Optional.of(new Shown(now, new TlsIdentity(now.key(), now.chain())));
        }
        return shown.get().identity();
    }

    @Override
    public synchronized void close() throws IOException {
        for (Closeable file : opened) {
            file.close();
        }
        opened.clear();
    }

    /// Who vouches for clients now.
    ///
    /// @param others besides our roots
    public synchronized ClientAnchors anchors(ClientAnchors others) {
        List<X509Certificate> roots = authority.anchors();
        if (trusted.isEmpty()
                || !trusted.get().roots().equals(roots)
                || !trusted.get().others().equals(others)) {
            try {
                List<X509Certificate> all = new ArrayList<>(roots);
                all.addAll(others.certificates());
                trusted = Optional.of(new Trusted(roots, others, ClientAnchors.of(all)));
            } catch (CertificateException e) {
                throw new IllegalStateException("BUG: roots of ours are no anchors", e);
            }
        }
        return trusted.get().all();
    }
}
