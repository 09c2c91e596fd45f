package io.tributary.gateway.pki.enroll;

import static io.tributary.gateway.pki.enroll.EnrolSite.CLUSTER;
import static io.tributary.gateway.pki.enroll.EnrolSite.issued;
import static io.tributary.gateway.pki.enroll.EnrolSite.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.gateway.pki.Refusal;
import io.tributary.gateway.pki.Requests;
import io.tributary.gateway.pki.Site;
import io.tributary.gateway.pki.store.StoredStateException;
import io.tributary.gateway.pki.store.StoredStateException.Reason;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EnrolmentBackupTest {
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

        restore(backup(before), disk);

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
    void restore_overAnAuthority_isRefused_andChangesNothing() throws Exception {
        EnrolSite before = EnrolSite.open(new SimulatedDisk(1), site.clock);
        SimulatedDisk disk = new SimulatedDisk(2);
        EnrolSite there = EnrolSite.open(disk, site.clock);
        JoinToken token = there.enrolment().invite(CLUSTER);
        byte[] backup = backup(before);

        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(() -> restore(backup, disk))
                .withMessageContaining("there is a certificate authority in")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.EXISTS));
        EnrolSite found = EnrolSite.open(disk, site.clock);
        assertThat(found.authority().anchors()).isEqualTo(there.authority().anchors());
        assertThat(found.enrolment().admits(token.text())).isTrue();
    }

    @Test
    void read_ofAnotherTrustDomainsAgent_aCutLineOrCutRoots_isRefused() throws Exception {
        EnrolSite before = EnrolSite.open(new SimulatedDisk(1), site.clock);
        JoinToken token = before.enrolment().invite(CLUSTER);
        issued(before.enrolment().enroll(token.text(), Requests.plain(key)));
        byte[] backup = backup(before);
        assertThat(EnrolmentBackup.read(backup).agentCount()).isEqualTo(1);
        assertThat(EnrolmentBackup.read(backup).trust()).isEqualTo(Site.TRUST);

        byte[] foreign = backup.clone();
        int uri = new String(foreign, StandardCharsets.ISO_8859_1).indexOf("spiffe://") + 9;
        foreign[uri] ^= 1;
        isRefused(foreign, "is not of trust domain");
        isRefused(Arrays.copyOf(backup, backup.length - 1), "a line that is none");
        isRefused(Arrays.copyOf(backup, 100), "opens to something else");
        isRefused(new byte[0], "opens to something else");
    }

    private static void isRefused(byte[] backup, String words) {
        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(() -> EnrolmentBackup.read(backup))
                .withMessageContaining(words);
    }

    @Test
    void restore_stoppedAnywhere_canBeRepeated() throws Exception {
        EnrolSite before = EnrolSite.open(new SimulatedDisk(1), site.clock);
        JoinToken token = before.enrolment().invite(CLUSTER);
        issued(before.enrolment().enroll(token.text(), Requests.plain(key)));
        byte[] backup = backup(before);
        for (int stop = 1; stop <= 30; stop++) {
            SimulatedDisk disk = new SimulatedDisk(stop);
            disk.stopBefore(stop);
            boolean done;
            try {
                restore(backup, disk);
                done = true;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("the machine has crashed");
                done = false;
            }
            SimulatedDisk found = disk.crash();
            if (!found.exists(Site.DIRECTORY.resolve("authority"))) {
                assertThat(done).isFalse();
                restore(backup, found);
            }
            EnrolSite after = EnrolSite.open(found, site.clock);
            assertThat(after.authority().anchors()).isEqualTo(before.authority().anchors());
            assertThat(after.agents().all()).hasSize(1);
        }
    }

    private static byte[] backup(EnrolSite site) throws IOException {
        return site.enrolment().still(backup -> backup);
    }

    private static void restore(byte[] backup, Disk disk) throws IOException {
        EnrolmentBackup.read(backup).install(target(disk), Site.secret(), Site.RANDOM);
    }

    private static EnrolmentBackup.Target target(Disk disk) {
        return new EnrolmentBackup.Target(
                Site.place(disk), EnrolSite.joins(disk), EnrolSite.agents(disk));
    }
}
