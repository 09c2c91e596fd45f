package io.tributary.gateway.pki;

import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;

/// What a test needs of a site: its trust domain, a clock that stands, a key.
public final class Site {
    public static final TrustDomain TRUST = new TrustDomain("metrics.example.org");
    public static final SecureRandom RANDOM = new SecureRandom();
    public static final Path DIRECTORY = Path.of("registry", "ca");

    /// 2026-11-20T00:00:00Z.
    public static final long START_MILLIS = 1_795_132_800_000L;

    public final SimulatedClock clock = new SimulatedClock(START_MILLIS);

    /// The secret of every authority here: a key, which is quick.
    public static SealingSecret secret() {
        return SealingSecret.key(new byte[32]);
    }

    public static CertificateAuthority.Place place(Disk disk) {
        return new CertificateAuthority.Place(disk, DIRECTORY);
    }

    public CertificateAuthority authority() throws IOException {
        return open(new SimulatedDisk(1));
    }

    public CertificateAuthority open(Disk disk) throws IOException {
        return CertificateAuthority.open(place(disk), TRUST, secret(), clock, RANDOM);
    }

    public void passDays(int days) {
        clock.advance(Duration.ofDays(days).toMillis());
    }

    public static AgentIdentity agent() {
        return new AgentIdentity(TRUST, UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    }
}
