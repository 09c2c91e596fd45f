package io.tributary.gateway.pki.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.pki.CertificateAuthority;
import io.tributary.gateway.pki.Refusal;
import io.tributary.gateway.pki.Site;
import io.tributary.gateway.pki.store.WholeFile;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.disk.Disk;
import java.io.IOException;
import java.util.UUID;

/// A site with its parts open over a disk.
record EnrolSite(
        CertificateAuthority authority,
        JoinTokens tokens,
        AgentFile agents,
        Registered registered,
        Enrolment enrolment) {
    static final ClusterReference CLUSTER =
            new ClusterReference(UUID.randomUUID(), UUID.randomUUID());

    static EnrolSite open(Disk disk, Clock clock) throws IOException {
        CertificateAuthority authority =
                CertificateAuthority.open(
                        Site.place(disk), Site.TRUST, Site.secret(), clock, Site.RANDOM);
        JoinTokens tokens = JoinTokens.open(joins(disk), clock, Site.RANDOM);
        AgentFile agents = AgentFile.open(agents(disk), Site.TRUST, clock);
        Registered registered = new Registered();
        Enrolment enrolment =
                new Enrolment(authority, tokens, agents, registered, clock, Site.RANDOM);
        return new EnrolSite(authority, tokens, agents, registered, enrolment);
    }

    static WholeFile joins(Disk disk) {
        return new WholeFile(disk, Site.DIRECTORY.resolve("joins"));
    }

    static WholeFile agents(Disk disk) {
        return new WholeFile(disk, Site.DIRECTORY.resolve("agents"));
    }

    static Outcome.Issued issued(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Issued.class);
        return (Outcome.Issued) outcome;
    }

    static Outcome.Refused refused(Outcome outcome, Refusal reason, String words) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        Outcome.Refused refused = (Outcome.Refused) outcome;
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.text()).contains(words);
        return refused;
    }
}
