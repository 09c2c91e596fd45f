package io.tributary.gateway.pki.enroll;

import static io.tributary.gateway.pki.enroll.EnrolSite.CLUSTER;
import static io.tributary.gateway.pki.enroll.EnrolSite.issued;
import static io.tributary.gateway.pki.enroll.EnrolSite.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.pki.Refusal;
import io.tributary.gateway.pki.Requests;
import io.tributary.gateway.pki.ServerCertificates;
import io.tributary.gateway.pki.ServerNames;
import io.tributary.gateway.pki.Site;
import io.tributary.runtime.disk.SimulatedDisk;
import java.security.KeyPair;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Months of a site, day by day: agents that renew, roots that change, agents that are away
/// meanwhile. An agent believes the anchors of its last renewal and nothing else.
class AwayTest {
    private static final int DAYS = 200;
    private static final int ROTATION_EVERY_DAYS = 50;

    private final Site site = new Site();

    /// An agent, with all that it keeps.
    private final class Agent {
        final KeyPair pair = Requests.key();
        X509Certificate certificate;
        List<X509Certificate> anchors;

        Agent(EnrolSite parts) throws Exception {
            JoinToken token = parts.enrolment().invite(CLUSTER);
            Outcome.Issued issued =
                    issued(parts.enrolment().enroll(token.text(), Requests.plain(pair)));
            certificate = issued.chain().getFirst();
            anchors = issued.anchors();
        }

        Outcome renew(EnrolSite parts, X509Certificate server) throws Exception {
            checkServer(server);
            Outcome outcome =
                    parts.enrolment().renew(certificate, Requests.plain(pair), RenewExpired.ALLOW);
            if (outcome instanceof Outcome.Issued(var _, var chain, var now)) {
                certificate = chain.getFirst();
                anchors = now;
            }
            return outcome;
        }

        private void checkServer(X509Certificate server) throws Exception {
            PKIXParameters parameters =
                    new PKIXParameters(
                            anchors.stream()
                                    .map(anchor -> new TrustAnchor(anchor, null))
                                    .collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(Instant.ofEpochMilli(site.clock.wallMillis())));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertPath(List.of(server)),
                            parameters);
        }
    }

    @Test
    void agents_awayForFortyDaysOrAHundredAndTwenty_comeBackWhateverWasRotated() throws Exception {
        for (int awayDays : List.of(40, 120)) {
            EnrolSite parts = EnrolSite.open(new SimulatedDisk(awayDays), site.clock);
            ServerCertificates servers = servers(parts);
            Agent steady = new Agent(parts);
            for (int day = 0; day < DAYS; day++) {
                if (day % ROTATION_EVERY_DAYS == 0) {
                    parts.authority().rotate(Duration.ofDays(day % 3 * 4L));
                }
                if (day % 7 == 3) {
                    Agent leaves = new Agent(parts);
                    long now = site.clock.wallMillis();
                    site.passDays(awayDays);
                    issued(leaves.renew(parts, servers.current().chain().getFirst()));
                    site.clock.setWall(now);
                }
                site.passDays(1);
                issued(steady.renew(parts, servers.current().chain().getFirst()));
            }
        }
    }

    @Test
    void agents_awayAcrossARotation_comeBackThroughRealDays() throws Exception {
        EnrolSite parts = EnrolSite.open(new SimulatedDisk(1), site.clock);
        ServerCertificates servers = servers(parts);
        Agent away = new Agent(parts);
        parts.authority().rotate(Duration.ZERO);
        Agent steady = new Agent(parts);
        for (int day = 0; day < 40; day++) {
            site.passDays(1);
            issued(steady.renew(parts, servers.current().chain().getFirst()));
        }

        issued(away.renew(parts, servers.current().chain().getFirst()));

        assertThat(away.anchors).isEqualTo(parts.authority().anchors()).hasSize(2);
        for (int day = 0; day < 200; day++) {
            site.passDays(1);
            issued(steady.renew(parts, servers.current().chain().getFirst()));
            issued(away.renew(parts, servers.current().chain().getFirst()));
        }
        assertThat(away.anchors).hasSize(1);
    }

    @Test
    void agents_awayForAHundredAndTwentyOneDays_doNot() throws Exception {
        EnrolSite parts = EnrolSite.open(new SimulatedDisk(1), site.clock);
        ServerCertificates servers = servers(parts);
        Agent away = new Agent(parts);
        site.passDays(121);

        refused(
                away.renew(parts, servers.current().chain().getFirst()),
                Refusal.EXPIRED,
                "enrol it again");
    }

    @Test
    void agents_awayForAHundredAndTwentyOneDaysAcrossARotation_doNotKnowTheServer()
            throws Exception {
        EnrolSite parts = EnrolSite.open(new SimulatedDisk(1), site.clock);
        ServerCertificates servers = servers(parts);
        Agent away = new Agent(parts);
        parts.authority().rotate(Duration.ZERO);
        site.passDays(121);

        org.assertj.core.api.Assertions.assertThatExceptionOfType(CertPathValidatorException.class)
                .isThrownBy(() -> away.renew(parts, servers.current().chain().getFirst()));
        refused(
                parts.enrolment()
                        .renew(away.certificate, Requests.plain(away.pair), RenewExpired.ALLOW),
                Refusal.UNKNOWN_ISSUER,
                "not signed by a root that is trusted now");
    }

    private ServerCertificates servers(EnrolSite parts) {
        return new ServerCertificates(
                parts.authority(), ServerNames.of(List.of("localhost")), site.clock);
    }
}
