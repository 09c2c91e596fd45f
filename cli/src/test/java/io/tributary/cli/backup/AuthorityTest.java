package io.tributary.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.pki.CertificateAuthority;
import io.tributary.gateway.pki.enroll.AgentKey;
import io.tributary.gateway.pki.enroll.ClusterReference;
import io.tributary.gateway.pki.enroll.Enrolment;
import io.tributary.gateway.pki.enroll.Outcome;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.tls.Pem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an administrator does to the authority, as the agents see it.
class AuthorityTest {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

    @TempDir private Path directory = Path.of("");

    @Test
    void rotation_underLoad_failsNobody_andAgentsLearnTheNewRoot() throws Exception {
        Path agent = directory.resolve("agent");
        try (Site site = Site.start(directory, "data")) {
            declare(site);
            List<String> before = site.invite("eu-1");
            assertThat(site.enroll(before, agent)).as(site.err()).isZero();
            List<String> unspent = site.invite("eu-1");
            String old = site.server().authority().certificates().pinnedSha256();
            Path ofOld = copy(agent, "of-old");
            assertThat(site.ok("authority", "show"))
                    .startsWith("SHA-256 ")
                    .containsPattern(old + ".*agents,servers");

            try (Load load = Load.of(() -> assertThat(site.push(ofOld)).isEqualTo(204))) {
                assertThat(site.ok("authority", "rotate"))
                        .containsPattern(old + ".* servers ")
                        .containsPattern("[0-9a-f]{64}.* agents ");
                for (int i = 0; i < 3; i++) {
                    assertThat(site.run(List.of("agent", "renew", "--dir", agent.toString())))
                            .as(site.err())
                            .isZero();
                    assertThat(site.push(agent)).isEqualTo(204);
                }
                load.end();
            }

            assertThat(certificates(agent.resolve("ca.crt"))).as("anchors learnt").isEqualTo(2);
            assertThat(certificates(directory.resolve("data/registry/ca.crt"))).isEqualTo(2);
            assertThat(site.run(List.of("agent", "renew", "--dir", ofOld.toString())))
                    .as("by a certificate of the old root: " + site.err())
                    .isZero();
            assertThat(site.enroll(unspent, directory.resolve("late")))
                    .as("by a join line from before: " + site.err())
                    .isZero();
            List<String> foreign = new ArrayList<>(site.invite("eu-1"));
            foreign.set(foreign.indexOf("--ca-sha256") + 1, "0".repeat(64));
            assertThat(site.enroll(foreign, directory.resolve("foreign"))).isEqualTo(1);
            assertThat(site.err()).contains("0".repeat(64));
        }
        try (Site site = Site.start(directory, "data")) {
            site.moved(agent);
            assertThat(site.push(agent)).as("after a start").isEqualTo(204);
        }
    }

    @Test
    void rotation_later_tooLate_orTooOften_isTold() throws Exception {
        try (Site site = Site.start(directory, "data")) {
            assertThat(site.ask("authority", "rotate", "--delay", "99d")).isEqualTo(1);
            assertThat(site.err())
                    .isEqualTo(
                            "tributary: 400: delay: found 99d, expected a duration from 0s to 30d\n");
            assertThat(site.ok("authority", "rotate", "--delay", "7d"))
                    .containsPattern("[0-9a-f]{64}.* nothing ");
            for (int i = 0; i < 6; i++) {
                site.ok("authority", "rotate");
            }
            assertThat(site.ask("authority", "rotate")).isEqualTo(1);
            assertThat(site.err()).startsWith("tributary: 409: there are 8 roots already");
        }
    }

    @Test
    void expiredAgent_waitsForAWord_andRenewsByIt() throws Exception {
        Path agent = directory.resolve("agent");
        ShiftedClock clock = new ShiftedClock(Duration.ofDays(-40));
        try (Site site = new Site(directory, "data", clock, "ca.renewExpired=approve")) {
            clock.shift = Duration.ZERO;
            declare(site);
            UUID cluster = clusterOf(site, agent);
            clock.shift = Duration.ofDays(-40);
            String id = enrol(site, cluster, agent);
            clock.shift = Duration.ZERO;

            assertThat(site.ok("authority", "pending")).isEqualTo("none\n");
            assertThat(site.push(agent)).isEqualTo(401);
            assertThat(site.ask("authority", "approve", id)).isEqualTo(1);
            assertThat(site.err()).contains("404").contains("waits for approval");
            List<String> renew = List.of("agent", "renew", "--dir", agent.toString());
            for (int i = 0; i < 2; i++) {
                assertThat(site.run(renew)).isEqualTo(1);
                assertThat(site.err())
                        .contains("403")
                        .contains("the certificate expired at")
                        .contains("tributary authority approve " + id);
            }
            staysAndSaysWhy(site, agent, id);
            assertThat(site.ok("authority", "pending")).contains(id).contains("eu-1");
            assertThat(site.ask("authority", "approve", "nonsense")).isEqualTo(1);
            assertThat(site.ok("authority", "approve", id)).contains("may renew until");
            assertThat(site.ok("authority", "pending")).isEqualTo("none\n");

            assertThat(site.run(renew)).as(site.err()).isZero();
            assertThat(site.push(agent)).isEqualTo(204);
            assertThat(site.ok("audit", "--kind", "admin")).contains("approve").contains(id);
        }
    }

    /// An agent that is to stay goes on trying.
    private static void staysAndSaysWhy(Site site, Path agent, String id) throws Exception {
        Thread staying =
                Thread.ofVirtual()
                        .start(() ->
                                site.run(
                                        List.of(
                                                "agent",
                                                "renew",
                                                "--keep",
                                                "--dir",
                                                agent.toString())));
        long began = System.nanoTime();
        while (!site.err().contains("trying again in 5 min")) {
            assertThat(staying.isAlive()).as(site.err()).isTrue();
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(30));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        assertThat(site.err()).contains("tributary authority approve " + id);
        assertThat(staying.isAlive()).isTrue();
        staying.interrupt();
        staying.join();
    }

    /// The id of a cluster, by an agent that is enrolled for that alone.
    private UUID clusterOf(Site site, Path agent) throws Exception {
        assertThat(site.enroll(site.invite("eu-1"), agent)).as(site.err()).isZero();
        String certificate = Files.readString(agent.resolve("tls.crt"));
        String names =
                Pem.certificates(certificate.getBytes(StandardCharsets.US_ASCII))
                        .getFirst()
                        .getSubjectAlternativeNames()
                        .toString();
        int from = names.indexOf("/cluster/") + "/cluster/".length();
        return UUID.fromString(names.substring(from, from + 36));
    }

    /// Enrols without TLS, whose client would not believe a certificate of the past.
    private static String enrol(Site site, UUID cluster, Path agent) throws Exception {
        Enrolment enrolment = site.server().authority().enrolment().orElseThrow();
        AgentKey key = AgentKey.make(new SecureRandom());
        String token = enrolment.invite(new ClusterReference(UUID.randomUUID(), cluster)).text();
        Outcome outcome = enrolment.enroll(token, key.request());
        assertThat(outcome).isInstanceOf(Outcome.Issued.class);
        Outcome.Issued issued = (Outcome.Issued) outcome;
        Files.writeString(agent.resolve("tls.key"), key.pem());
        Files.writeString(agent.resolve("tls.crt"), CertificateAuthority.pem(issued.chain()));
        return issued.record().agent().agent().toString();
    }

    private static void declare(Site site) throws Exception {
        site.ok("tenants", "create", "shop");
        site.ok("clusters", "create", "eu-1", "tenant=shop");
    }

    private Path copy(Path agent, String name) throws Exception {
        Path target = Files.createDirectory(directory.resolve(name));
        for (String file : List.of("tls.key", "tls.crt", "ca.crt", "server")) {
            Files.copy(agent.resolve(file), target.resolve(file));
        }
        return target;
    }

    private static int certificates(Path file) throws Exception {
        return Files.readString(file).split(BEGIN, -1).length - 1;
    }

    /// The system's time, and some days.
    private static final class ShiftedClock implements Clock {
        private final Clock system = new SystemClock();
        private volatile Duration shift;

        ShiftedClock(Duration shift) {
            this.shift = shift;
        }

        @Override
        public long wallMillis() {
            return system.wallMillis() + shift.toMillis();
        }

        @Override
        public long monotonicNanos() {
            return system.monotonicNanos();
        }
    }
}
