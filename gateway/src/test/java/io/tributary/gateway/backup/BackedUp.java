package io.tributary.gateway.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.pki.CertificateAuthority;
import io.tributary.gateway.pki.Requests;
import io.tributary.gateway.pki.Site;
import io.tributary.gateway.pki.enroll.AgentFile;
import io.tributary.gateway.pki.enroll.AgentStanding;
import io.tributary.gateway.pki.enroll.ClusterReference;
import io.tributary.gateway.pki.enroll.Enrolment;
import io.tributary.gateway.pki.enroll.EnrolmentBackup;
import io.tributary.gateway.pki.enroll.JoinToken;
import io.tributary.gateway.pki.enroll.JoinTokens;
import io.tributary.gateway.pki.enroll.Outcome;
import io.tributary.gateway.pki.store.WholeFile;
import io.tributary.gateway.registry.journal.Change;
import io.tributary.gateway.registry.journal.ChangeSet;
import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.gateway.registry.journal.RegistryJournal;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.SimulatedDisk;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A site with something to back up: two objects, an agent, a token of it.
final class BackedUp {
    static final Path REGISTRY = Path.of("registry");

    private BackedUp() {}

    /// What would be sealed.
    static byte[] bytes(Site site) throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        try (RegistryJournal journal = RegistryJournal.open(disk, REGISTRY)) {
            journal.append(
                    new ChangeSet(
                            Instant.ofEpochMilli(Site.START_MILLIS),
                            "alice",
                            "192.0.2.1",
                            List.of(put(ObjectKind.TENANT, "shop", "{\"name\":\"shop\"}"))));
            journal.append(
                    new ChangeSet(
                            Instant.ofEpochMilli(Site.START_MILLIS),
                            "alice",
                            "192.0.2.1",
                            List.of(
                                    put(
                                            ObjectKind.CLUSTER,
                                            "eu-1",
                                            "{\"name\":\"eu-1\",\"tenant\":\"shop\"}"))));
            return RegistryBackup.bytes(Site.START_MILLIS, journal.copy(), enrolment(site, disk));
        }
    }

    static EnrolmentBackup.Target target(Disk disk) {
        return new EnrolmentBackup.Target(
                Site.place(disk),
                new WholeFile(disk, Site.DIRECTORY.resolve("joins")),
                new WholeFile(disk, Site.DIRECTORY.resolve("agents")));
    }

    private static Change put(ObjectKind kind, String name, String json) {
        return new Change.Put(new ObjectKey(kind, name), List.of("shop"), json);
    }

    private static byte[] enrolment(Site site, Disk disk) throws Exception {
        EnrolmentBackup.Target at = target(disk);
        CertificateAuthority authority = site.open(disk);
        try (JoinTokens tokens = JoinTokens.open(at.joins(), site.clock, Site.RANDOM);
                AgentFile agents = AgentFile.open(at.agents(), Site.TRUST, site.clock)) {
            Enrolment enrolment =
                    new Enrolment(authority, tokens, agents, new All(), site.clock, Site.RANDOM);
            JoinToken token =
                    enrolment.invite(new ClusterReference(UUID.randomUUID(), UUID.randomUUID()));
            assertThat(enrolment.enroll(token.text(), Requests.plain(Requests.key())))
                    .isInstanceOf(Outcome.Issued.class);
            return enrolment.still(backup -> backup);
        }
    }

    /// Nobody is revoked.
    private static final class All implements AgentStanding {
        @Override
        public Optional<Revoked> revoked(
                io.tributary.gateway.pki.AgentIdentity agent, Optional<BigInteger> serial) {
            return Optional.empty();
        }

        @Override
        public Set<String> commonNames(io.tributary.gateway.pki.AgentIdentity agent) {
            return Set.of();
        }
    }

    /// Opens what was restored, as a start does.
    static void openAll(RegistryBackup backup, Site site) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(2);
        backup.journal().install(disk, REGISTRY);
        try (RegistryJournal journal = RegistryJournal.open(disk, REGISTRY)) {
            assertThat(journal.version()).isEqualTo(backup.journal().version());
            assertThat(journal.warnings()).isEmpty();
        }
        if (backup.enrolment().isPresent() && backup.enrolment().get().trust().equals(Site.TRUST)) {
            backup.enrolment().get().install(target(disk), Site.secret(), Site.RANDOM);
            assertThat(site.open(disk).anchors()).isNotEmpty();
            EnrolmentBackup.Target at = target(disk);
            JoinTokens.open(at.joins(), site.clock, Site.RANDOM).close();
            AgentFile.open(at.agents(), Site.TRUST, site.clock).close();
        }
    }
}
