package io.tributary.gateway.pki.enroll;

import static io.tributary.gateway.pki.enroll.EnrolSite.CLUSTER;
import static io.tributary.gateway.pki.enroll.EnrolSite.issued;
import static io.tributary.gateway.pki.enroll.EnrolSite.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tributary.gateway.pki.AgentIdentity;
import io.tributary.gateway.pki.Refusal;
import io.tributary.gateway.pki.Requests;
import io.tributary.gateway.pki.Site;
import io.tributary.runtime.disk.SimulatedDisk;
import java.io.IOException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnrolmentTest {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final Site site = new Site();
    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final KeyPair key = Requests.key();
    private Optional<EnrolSite> opened = Optional.empty();

    @BeforeEach
    void open() throws IOException {
        opened = Optional.of(EnrolSite.open(disk, site.clock));
    }

    private EnrolSite parts() {
        return opened.orElseThrow();
    }

    @Test
    void enroll_withAToken_makesAnAgentOfItsCluster() throws Exception {
        JoinToken token = invite();

        Outcome.Issued issued = issued(enroll(token, key));

        AgentIdentity agent = issued.record().agent();
        assertThat(agent.tenant()).isEqualTo(CLUSTER.tenant());
        assertThat(agent.cluster()).isEqualTo(CLUSTER.cluster());
        assertThat(agent.agent().version()).isEqualTo(4);
        assertThat(issued.chain()).hasSize(1);
        assertThat(issued.anchors()).isEqualTo(parts().authority().anchors());
        assertThat(parts().authority().recognise(issued.chain().getFirst()).agent())
                .isEqualTo(agent);
        assertThat(parts().agents().find(agent.agent())).contains(issued.record());
        assertThat(issued.record().enrolledMillis()).isEqualTo(Site.START_MILLIS);
    }

    @Test
    void enroll_again_withTheSameKey_isTheSameAgent_alsoAfterARestart() throws Exception {
        JoinToken token = invite();
        AgentIdentity agent = issued(enroll(token, key)).record().agent();
        site.clock.advance(14 * MINUTE);

        Outcome.Issued again = issued(enroll(token, key));
        EnrolSite restarted = EnrolSite.open(disk.crash(), site.clock);
        Outcome.Issued after =
                issued(restarted.enrolment().enroll(token.text(), Requests.plain(key)));

        assertThat(again.record().agent()).isEqualTo(agent);
        assertThat(after.record().agent()).isEqualTo(agent);
        assertThat(after.record().enrolledMillis()).isEqualTo(Site.START_MILLIS);
        assertThat(restarted.agents().all()).hasSize(1);
    }

    @Test
    void enroll_withASpentToken_andAnotherKey_isRefusedAndTold() throws Exception {
        JoinToken token = invite();
        AgentIdentity agent = issued(enroll(token, key)).record().agent();

        Outcome.Refused refused =
                refused(
                        enroll(token, Requests.key()),
                        Refusal.TOKEN_SPENT,
                        "another key (SHA-256 ");

        assertThat(refused.agent()).contains(agent);
        assertThat(refused.text())
                .contains(agent.agent().toString(), CLUSTER.cluster().toString())
                .doesNotContain(token.text());
        assertThat(issued(enroll(token, key)).record().agent()).isEqualTo(agent);
    }

    @Test
    void enroll_afterFifteenMinutes_isRefused() throws Exception {
        JoinToken spent = invite();
        JoinToken unspent = invite();
        issued(enroll(spent, key));
        site.clock.advance(15 * MINUTE);

        refused(enroll(spent, key), Refusal.TOKEN_UNKNOWN, "older than 15 min");
        refused(enroll(unspent, key), Refusal.TOKEN_UNKNOWN, "older than 15 min");
        assertThat(parts().enrolment().admits(unspent.text())).isFalse();
        assertThat(parts().tokens().outstanding()).isZero();
    }

    @Test
    void enroll_withATokenThatIsNone_isRefused_beforeTheRequestIsRead() throws Exception {
        byte[] garbage = {1, 2, 3};
        for (String token : List.of("", "trj_", "trj_" + "A".repeat(43), "x".repeat(10_000))) {
            Outcome outcome = parts().enrolment().enroll(token, garbage);
            refused(outcome, Refusal.TOKEN_UNKNOWN, "the join token is not known");
        }
    }

    @Test
    void enroll_withARequestThatIsRefused_leavesTheTokenUnspent() throws Exception {
        JoinToken token = invite();

        refused(
                parts().enrolment().enroll(token.text(), new byte[] {1}),
                Refusal.CSR_MALFORMED,
                "no PKCS#10");
        issued(enroll(token, key));
    }

    @Test
    void enroll_inARevokedCluster_isRefused_andLeavesTheTokenUnspent() throws Exception {
        JoinToken token = invite();
        parts().registered().revokedClusters.add(CLUSTER.cluster());
        refused(enroll(token, key), Refusal.REVOKED, "the cluster is revoked");

        parts().registered().revokedClusters.clear();
        AgentIdentity agent = issued(enroll(token, key)).record().agent();
        parts().registered().revokedAgents.add(agent.agent());

        assertThat(refused(enroll(token, key), Refusal.REVOKED, "the agent is revoked").agent())
                .contains(agent);
    }

    @Test
    void enroll_ofTwoKeysAtOnce_isWonByOne() throws Exception {
        for (int round = 0; round < 20; round++) {
            JoinToken token = invite();
            List<KeyPair> keys = List.of(Requests.key(), Requests.key(), key, key);
            CyclicBarrier together = new CyclicBarrier(keys.size());
            List<Callable<Outcome>> calls = new ArrayList<>();
            for (KeyPair pair : keys) {
                byte[] request = Requests.plain(pair);
                calls.add(() -> {
                    together.await();
                    return parts().enrolment().enroll(token.text(), request);
                });
            }
            List<Outcome> outcomes = new ArrayList<>();
            try (var threads = Executors.newFixedThreadPool(keys.size())) {
                for (var outcome : threads.invokeAll(calls)) {
                    outcomes.add(outcome.get());
                }
            }
            List<Outcome.Issued> issued =
                    outcomes.stream()
                            .filter(Outcome.Issued.class::isInstance)
                            .map(Outcome.Issued.class::cast)
                            .toList();
            assertThat(issued).hasSizeBetween(1, 2);
            assertThat(issued.stream().map(won -> won.record().keySha256()).distinct()).hasSize(1);
            assertThat(issued.stream().map(won -> won.record().agent()).distinct()).hasSize(1);
        }
    }

    @Test
    void enroll_onADiskThatFails_decidesNothing() throws Exception {
        JoinToken token = invite();
        disk.failSync(1);

        assertThatIOException().isThrownBy(() -> enroll(token, key));

        KeyPair other = Requests.key();
        issued(enroll(token, other));
        refused(enroll(token, key), Refusal.TOKEN_SPENT, "another key");
        EnrolSite restarted = EnrolSite.open(disk.crash(), site.clock);
        issued(restarted.enrolment().enroll(token.text(), Requests.plain(other)));
    }

    @Test
    void renew_withTheSameKeyOrAnother_keepsTheAgent() throws Exception {
        X509Certificate first = certificate(enroll(invite(), key));
        site.passDays(1);
        KeyPair other = Requests.key();

        Outcome.Issued same = issued(renew(first, key));
        Outcome.Issued changed = issued(renew(same.chain().getFirst(), other));

        assertThat(changed.record().agent()).isEqualTo(same.record().agent());
        assertThat(changed.record().enrolledMillis()).isEqualTo(Site.START_MILLIS);
        assertThat(changed.record().renewedMillis()).isEqualTo(site.clock.wallMillis());
        assertThat(changed.chain().getFirst().getPublicKey()).isEqualTo(other.getPublic());
        assertThat(parts().agents().all()).containsExactly(changed.record());
        issued(renew(first, key));
    }

    @Test
    void renew_ofWhatIsRevoked_isRefused() throws Exception {
        X509Certificate first = certificate(enroll(invite(), key));
        X509Certificate second = certificate(renew(first, key));

        parts().registered().revokedSerials.add(first.getSerialNumber());
        refused(renew(first, key), Refusal.REVOKED, "the credential is revoked");
        issued(renew(second, key));
        parts().registered().revokedClusters.add(CLUSTER.cluster());
        refused(renew(second, key), Refusal.REVOKED, "the cluster is revoked");
    }

    @Test
    void renew_ofAnExpiredCertificate_isForThePolicy_forNinetyDays() throws Exception {
        X509Certificate certificate = certificate(enroll(invite(), key));
        site.passDays(31);

        Outcome asked =
                parts().enrolment().renew(certificate, Requests.plain(key), RenewExpired.APPROVE);
        assertThat(asked)
                .isInstanceOfSatisfying(
                        Outcome.NeedsApproval.class,
                        needs -> {
                            assertThat(needs.serial())
                                    .isEqualTo(certificate.getSerialNumber().toString(16));
                            assertThat(needs.expiredMillis())
                                    .isEqualTo(
                                            certificate.getNotAfter().toInstant().toEpochMilli());
                        });
        issued(renew(certificate, key));
        site.passDays(89);
        issued(renew(certificate, key));
        site.clock.advance(1);
        refused(renew(certificate, key), Refusal.EXPIRED, "more than 90 days ago");
    }

    @Test
    void renew_ofACertificateOfTomorrow_isRefused() throws Exception {
        X509Certificate certificate = certificate(enroll(invite(), key));
        site.clock.jumpWall(-6 * MINUTE);

        refused(renew(certificate, key), Refusal.NOT_YET_VALID, "is valid from");
    }

    @Test
    void renew_withACertificateOfAnother_isRefused() throws Exception {
        EnrolSite other = EnrolSite.open(new SimulatedDisk(2), site.clock);
        X509Certificate foreign =
                certificate(
                        other.enrolment()
                                .enroll(
                                        other.enrolment().invite(CLUSTER).text(),
                                        Requests.plain(key)));

        refused(renew(foreign, key), Refusal.UNKNOWN_ISSUER, "not signed by a root");
    }

    @Test
    void joinLine_pinsTheRoot_andIsNotShown() throws Exception {
        JoinToken token = invite();
        String sha256 = parts().authority().pinnedSha256();

        JoinLine line = parts().enrolment().joinLine("https://tributary.example.org:9009", token);

        assertThat(token.text()).startsWith("trj_").hasSize(47);
        assertThat(line.text())
                .isEqualTo(
                        "tributary agent enroll --server https://tributary.example.org:9009 --token"
                                + " %s --ca-sha256 %s",
                        token.text(), sha256);
        assertThat(line.toString()).doesNotContain(token.text());
        assertThat(token.toString()).doesNotContain(token.text());
        for (String url : List.of("", "https://", "http://a", "https://a b", "https://a;rm")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> parts().enrolment().joinLine(url, token))
                    .withMessageContaining("must begin with https://");
        }
    }

    private JoinToken invite() throws Exception {
        return parts().enrolment().invite(CLUSTER);
    }

    private Outcome enroll(JoinToken token, KeyPair pair) throws IOException {
        return parts().enrolment().enroll(token.text(), Requests.plain(pair));
    }

    private Outcome renew(X509Certificate certificate, KeyPair pair) throws IOException {
        return parts().enrolment().renew(certificate, Requests.plain(pair), RenewExpired.ALLOW);
    }

    private static X509Certificate certificate(Outcome outcome) {
        return issued(outcome).chain().getFirst();
    }
}
