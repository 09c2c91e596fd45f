package io.tributary.gateway.pki.enroll;

import io.tributary.gateway.pki.AgentCertificate;
import io.tributary.gateway.pki.AgentIdentity;
import io.tributary.gateway.pki.CertificateAuthority;
import io.tributary.gateway.pki.Refusal;
import io.tributary.gateway.pki.RefusedException;
import io.tributary.gateway.pki.SigningRequest;
import io.tributary.runtime.clock.Clock;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Gives agents their certificates: the first for a join token, each further one for the one
/// before.
///
/// Nothing of a request is parsed before its token or certificate is known to be good. An {@link
/// IOException} means that nothing was decided; the agent comes again. Safe from any thread: many
/// go beside each other, but for {@link #rotate} and {@link #still}, which are alone.
public final class Enrolment {
    private final CertificateAuthority authority;
    private final JoinTokens tokens;
    private final AgentRecords records;
    private final AgentStanding standing;
    private final Clock clock;
    private final SecureRandom random;

    /// Held for reading by whoever changes what is kept, for writing by who wants it to stand
    /// still.
    private final ReadWriteLock changes = new ReentrantReadWriteLock();

    /// What is asked of it while it stands still.
    @FunctionalInterface
    public interface Still<T> {
        /// Takes it.
        ///
        /// @param backup the bytes of an {@link EnrolmentBackup}
        T of(byte[] backup) throws IOException;
    }

    public Enrolment(
            CertificateAuthority authority,
            JoinTokens tokens,
            AgentRecords records,
            AgentStanding standing,
            Clock clock,
            SecureRandom random) {
        this.authority = authority;
        this.tokens = tokens;
        this.records = records;
        this.standing = standing;
        this.clock = clock;
        this.random = random;
    }

    /// Makes a token for a cluster.
    ///
    /// @throws RefusedException if too many are outstanding
    public JoinToken invite(ClusterReference cluster) throws IOException, RefusedException {
        changes.readLock().lock();
        try {
            return tokens.make(cluster);
        } finally {
            changes.readLock().unlock();
        }
    }

    /// Makes a new root, which signs for agents after `delay`.
    ///
    /// @throws io.tributary.gateway.pki.store.StoredStateException if there are too many roots
    public void rotate(Duration delay) throws IOException {
        changes.writeLock().lock();
        try {
            authority.rotate(delay);
        } finally {
            changes.writeLock().unlock();
        }
    }

    /// Has something done while nothing of it changes: so what is taken of others meanwhile is of
    /// the same moment.
    public <T> T still(Still<T> taken) throws IOException {
        changes.writeLock().lock();
        try {
            return taken.of(EnrolmentBackup.bytes(authority, tokens, records));
        } finally {
            changes.writeLock().unlock();
        }
    }

    /// The command that joins a machine with a token.
    ///
    /// @throws IllegalArgumentException if the URL is none that fits into a shell
    public JoinLine joinLine(String server, JoinToken token) {
        return new JoinLine(server, token.text(), authority.pinnedSha256());
    }

    /// Whether a token is good enough for a request to be read. What it is worth, {@link #enroll}
    /// tells.
    public boolean admits(String token) {
        return tokens.find(token).isPresent();
    }

    /// Makes an agent of the key in a request, or finds that it made one with this token and key.
    ///
    /// @param request PKCS#10, as sent
    public Outcome enroll(String token, byte[] request) throws IOException {
        changes.readLock().lock();
        try {
            return join(token, request);
        } finally {
            changes.readLock().unlock();
        }
    }

    private Outcome join(String token, byte[] request) throws IOException {
        Optional<AgentIdentity> agent = Optional.empty();
        try {
            Join join = tokens.look(token).orElseThrow(JoinTokens::unknown);
            AgentIdentity proposed =
                    identity(join, join.spent().map(Join.Spent::agent).orElseGet(this::newUuid));
            agent = join.spent().map(_ -> proposed);
            checkStanding(proposed, Optional.empty());
            SigningRequest asked = SigningRequest.read(request);
            asked.checkNames(proposed, standing.commonNames(proposed));
            UUID uuid = tokens.spend(token, asked.keySha256(), proposed.agent());
            return issue(identity(join, uuid), asked, clock.wallMillis());
        } catch (RefusedException e) {
            return new Outcome.Refused(e.refusal(), e.text(), agent);
        }
    }

    /// Renews a certificate, also one that has expired a while ago.
    ///
    /// @param presented what the client showed in the handshake, which proved that it has its key
    /// @param request PKCS#10, as sent, about the same key or a new one
    public Outcome renew(X509Certificate presented, byte[] request, RenewExpired expired)
            throws IOException {
        changes.readLock().lock();
        try {
            return follow(presented, request, expired);
        } finally {
            changes.readLock().unlock();
        }
    }

    private Outcome follow(X509Certificate presented, byte[] request, RenewExpired expired)
            throws IOException {
        Optional<AgentIdentity> agent = Optional.empty();
        try {
            AgentCertificate shown = authority.recognise(presented);
            agent = Optional.of(shown.agent());
            long now = clock.wallMillis();
            checkDates(shown, now);
            checkStanding(shown.agent(), Optional.of(shown.serial()));
            if (now > shown.notAfterMillis() && expired == RenewExpired.APPROVE) {
                return new Outcome.NeedsApproval(
                        shown.agent(),
                        shown.serial().toString(16),
                        shown.keySha256(),
                        shown.notAfterMillis());
            }
            SigningRequest asked = SigningRequest.read(request);
            asked.checkNames(shown.agent(), standing.commonNames(shown.agent()));
            return issue(shown.agent(), asked, shown.notBeforeMillis());
        } catch (RefusedException e) {
            return new Outcome.Refused(e.refusal(), e.text(), agent);
        }
    }

    /// @param enrolledMillis when the agent came, where nobody knows better
    private Outcome issue(AgentIdentity agent, SigningRequest asked, long enrolledMillis)
            throws IOException, RefusedException {
        X509Certificate certificate = authority.issueAgent(agent, asked.key());
        AgentRecord record =
                new AgentRecord(
                        agent,
                        certificate.getSerialNumber().toString(16),
                        asked.keySha256(),
                        certificate.getNotAfter().toInstant().toEpochMilli(),
                        records.find(agent.agent())
                                .map(AgentRecord::enrolledMillis)
                                .orElse(enrolledMillis),
                        clock.wallMillis());
        records.put(record);
        return new Outcome.Issued(record, List.of(certificate), authority.anchors());
    }

    private static void checkDates(AgentCertificate shown, long now) throws RefusedException {
        if (now < shown.notBeforeMillis()) {
            throw new RefusedException(
                    Refusal.NOT_YET_VALID,
                    "the certificate of agent %s is valid from %s on; our clock says %s"
                            .formatted(
                                    shown.agent().agent(),
                                    Instant.ofEpochMilli(shown.notBeforeMillis()),
                                    Instant.ofEpochMilli(now)));
        }
        long graceMillis = CertificateAuthority.RENEWAL_GRACE.toMillis();
        if (now > shown.notAfterMillis() + graceMillis) {
            throw new RefusedException(
                    Refusal.EXPIRED,
                    "the certificate of agent %s expired at %s, more than %d days ago; enrol it again"
                            .formatted(
                                    shown.agent().agent(),
                                    Instant.ofEpochMilli(shown.notAfterMillis()),
                                    CertificateAuthority.RENEWAL_GRACE.toDays()));
        }
    }

    private void checkStanding(AgentIdentity agent, Optional<BigInteger> serial)
            throws RefusedException {
        Optional<AgentStanding.Revoked> revoked = standing.revoked(agent, serial);
        if (revoked.isPresent()) {
            throw new RefusedException(
                    Refusal.REVOKED,
                    "the %s is revoked or not registered: %s"
                            .formatted(revoked.get().name().toLowerCase(Locale.ROOT), agent));
        }
    }

    private AgentIdentity identity(Join join, UUID agent) {
        return new AgentIdentity(
                authority.trust(), join.cluster().tenant(), join.cluster().cluster(), agent);
    }

    /// A random UUID (version 4) of our own randomness.
    private UUID newUuid() {
        long most = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long least = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }
}
