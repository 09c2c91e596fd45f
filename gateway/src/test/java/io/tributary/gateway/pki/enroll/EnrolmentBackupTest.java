package io.tributary.gateway.pki.enroll;

import static io.tributary.gateway.pki.enroll.EnrolSite.CLUSTER;
import static io.tributary.gateway.pki.enroll.EnrolSite.issued;
import static io.tributary.gateway.pki.enroll.EnrolSite.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.gateway.pki.Refusal;
import io.tributary.gateway.pki.Requests;
import io.tributary.gateway.pki.Site;
import io.tributary.gateway.pki.TrustDomain;
import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.gateway.pki.store.StoredStateException;
import io.tributary.gateway.pki.store.StoredStateException.Reason;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.SimulatedDisk;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EnrolmentBackupTest {
    private static final SealingSecret SECRET =
            SealingSecret.passphrase("correct horse battery".toCharArray());

    private final Site site = new Site();
    private final KeyPair key = Requests.key();

    @Test
    void restore_bringsRootsAgentsAndSpentTokensBack() throws Exception {
        EnrolSite before = EnrolSite.open(new SimulatedDisk(1), site.clock);
        JoinToken spent = before.enrolment().invite(CLUSTER);
        JoinToken unspent = before.enrolment().invite(CLUSTER);
        Outcome.Issued agent = issued(before.enrolment().enroll(spent.text(), Requests.plain(key)));
        before.authority().rotate(Duration.ofDays(7));
        SimulatedDisk disk = new SimulatedDisk(2);

        restore(backup(before), disk, false);

        EnrolSite after = EnrolSite.open(disk.crash(), site.clock);
        assertThat(after.authority().anchors()).isEqualTo(before.authority().anchors());
        assertThat(after.agents().all()).containsExactly(agent.record());
        issued(
                after.enrolment()
                        .renew(agent.chain().getFirst(), Requests.plain(key), RenewExpired.ALLOW));
        refused(
                after.enrolment().enroll(spent.text(), Requests.plain(Requests.key())),
                Refusal.TOKEN_SPENT,
                "another key");
        refused(
                after.enrolment().enroll(unspent.text(), Requests.plain(key)),
                Refusal.TOKEN_UNKNOWN,
                "make another");
    }

    @Test
    void restore_overAnAuthority_isRefusedUnlessTold() throws Exception {
        EnrolSite before = EnrolSite.open(new SimulatedDisk(1), site.clock);
        SimulatedDisk disk = new SimulatedDisk(2);
        EnrolSite there = EnrolSite.open(disk, site.clock);
        byte[] backup = backup(before);

        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(() -> restore(backup, disk, false))
                .withMessageContaining("there is a certificate authority in")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.EXISTS));
        assertThat(EnrolSite.open(disk, site.clock).authority().anchors())
                .isEqualTo(there.authority().anchors());
        restore(backup, disk, true);
        assertThat(EnrolSite.open(disk, site.clock).authority().anchors())
                .isEqualTo(before.authority().anchors());
    }

    @Test
    void restore_ofAnotherSecretTrustDomainOrBytes_isRefused_andWritesNothing() throws Exception {
        byte[] backup = backup(EnrolSite.open(new SimulatedDisk(1), site.clock));
        SimulatedDisk disk = new SimulatedDisk(2);
        byte[] damaged = backup.clone();
        damaged[backup.length / 2] ^= 1;

        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(() -> restore(damaged, disk, false))
                .withMessageContaining("the backup is damaged");
        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(() ->
                        EnrolmentBackup.restore(
                                backup,
                                SealingSecret.passphrase("another one".toCharArray()),
                                target(disk),
                                Site.TRUST,
                                false,
                                Site.secret(),
                                Site.RANDOM))
                .withMessageContaining("the backup does not open");
        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(() ->
                        EnrolmentBackup.restore(
                                backup,
                                SECRET,
                                target(disk),
                                new TrustDomain("other.example.org"),
                                false,
                                Site.secret(),
                                Site.RANDOM))
                .withMessageContaining("is of trust domain");
        assertThat(disk.exists(Site.DIRECTORY)).isFalse();
    }

    @Test
    void restore_stoppedAnywhere_canBeRepeated() throws Exception {
        EnrolSite before = EnrolSite.open(new SimulatedDisk(1), site.clock);
        JoinToken token = before.enrolment().invite(CLUSTER);
        issued(before.enrolment().enroll(token.text(), Requests.plain(key)));
        byte[] backup =
                EnrolmentBackup.make(
                        before.authority(),
                        before.tokens(),
                        before.agents(),
                        Site.secret(),
                        Site.RANDOM);
        for (int stop = 1; stop <= 30; stop++) {
            SimulatedDisk disk = new SimulatedDisk(stop);
            disk.stopBefore(stop);
            boolean done;
            try {
                restoreQuickly(backup, disk);
                done = true;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("the machine has crashed");
                done = false;
            }
            SimulatedDisk found = disk.crash();
            if (!found.exists(Site.DIRECTORY.resolve("authority"))) {
                assertThat(done).isFalse();
                restoreQuickly(backup, found);
            }
            EnrolSite after = EnrolSite.open(found, site.clock);
            assertThat(after.authority().anchors()).isEqualTo(before.authority().anchors());
            assertThat(after.agents().all()).hasSize(1);
        }
    }

    private static byte[] backup(EnrolSite site) {
        return EnrolmentBackup.make(
                site.authority(), site.tokens(), site.agents(), SECRET, Site.RANDOM);
    }

    private static void restore(byte[] backup, Disk disk, boolean overwrite) throws IOException {
        EnrolmentBackup.restore(
                backup, SECRET, target(disk), Site.TRUST, overwrite, Site.secret(), Site.RANDOM);
    }

    private static void restoreQuickly(byte[] backup, Disk disk) throws IOException {
        EnrolmentBackup.restore(
                backup, Site.secret(), target(disk), Site.TRUST, false, Site.secret(), Site.RANDOM);
    }

    private static EnrolmentBackup.Target target(Disk disk) {
        return new EnrolmentBackup.Target(
                Site.place(disk), EnrolSite.joins(disk), EnrolSite.agents(disk));
    }
}
