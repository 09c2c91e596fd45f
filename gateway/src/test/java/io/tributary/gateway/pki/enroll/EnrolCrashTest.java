package io.tributary.gateway.pki.enroll;

import static io.tributary.gateway.pki.enroll.EnrolSite.CLUSTER;
import static io.tributary.gateway.pki.enroll.EnrolSite.issued;
import static io.tributary.gateway.pki.enroll.EnrolSite.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.pki.Refusal;
import io.tributary.gateway.pki.Requests;
import io.tributary.gateway.pki.Site;
import io.tributary.runtime.disk.SimulatedDisk;
import java.io.IOException;
import java.security.KeyPair;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The machine stops before each change of the disk in turn. What it finds: a token is unspent, or
/// spent on the key that showed it; what was answered holds.
class EnrolCrashTest {
    private static final int SEEDS = 10;

    private final KeyPair key = Requests.key();
    private final KeyPair thief = Requests.key();

    @Test
    void enroll_stoppedAnywhere_leavesTheTokenUnspentOrTheKeys() throws Exception {
        int spent = 0;
        int unspent = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            int stop = 1;
            boolean done = false;
            while (!done) {
                Site site = new Site();
                SimulatedDisk disk = new SimulatedDisk(seed);
                EnrolSite before = EnrolSite.open(disk, site.clock);
                JoinToken token = before.enrolment().invite(CLUSTER);
                disk.stopBefore(stop);
                Optional<Outcome.Issued> answer = Optional.empty();
                try {
                    answer =
                            Optional.of(
                                    issued(
                                            before.enrolment()
                                                    .enroll(token.text(), Requests.plain(key))));
                    done = true;
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining("the machine has crashed");
                }
                EnrolSite after = EnrolSite.open(disk.crash(), site.clock);
                boolean isSpent =
                        after.tokens().look(token.text()).orElseThrow().spent().isPresent();
                if (isSpent) {
                    spent++;
                    refused(
                            after.enrolment().enroll(token.text(), Requests.plain(thief)),
                            Refusal.TOKEN_SPENT,
                            "another key");
                } else {
                    unspent++;
                    assertThat(answer).as("seed %d, stop %d", seed, stop).isEmpty();
                }
                Outcome.Issued again =
                        issued(after.enrolment().enroll(token.text(), Requests.plain(key)));
                answer.ifPresent(issued -> {
                    assertThat(again.record().agent()).isEqualTo(issued.record().agent());
                    assertThat(after.agents().find(issued.record().agent().agent())).isPresent();
                });
                refused(
                        after.enrolment().enroll(token.text(), Requests.plain(thief)),
                        Refusal.TOKEN_SPENT,
                        "another key");
                stop++;
            }
            assertThat(stop).isGreaterThan(3);
        }
        assertThat(spent).isPositive();
        assertThat(unspent).isPositive();
    }

    @Test
    void firstStart_stoppedAnywhere_startsAgain() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            int stop = 1;
            boolean done = false;
            while (!done) {
                Site site = new Site();
                SimulatedDisk disk = new SimulatedDisk(seed);
                disk.stopBefore(stop);
                Optional<JoinToken> token = Optional.empty();
                try {
                    token =
                            Optional.of(
                                    EnrolSite.open(disk, site.clock).enrolment().invite(CLUSTER));
                    done = true;
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining("the machine has crashed");
                }
                EnrolSite after = EnrolSite.open(disk.crash(), site.clock);
                if (token.isPresent()) {
                    issued(after.enrolment().enroll(token.get().text(), Requests.plain(key)));
                }
                stop++;
            }
            assertThat(stop).isGreaterThan(20);
        }
    }
}
