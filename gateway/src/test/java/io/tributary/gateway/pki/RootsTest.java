package io.tributary.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.gateway.pki.store.StoredStateException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RootsTest {
    private final Site site = new Site();

    @Test
    void rotation_withADelay_goesThroughItsStages() throws Exception {
        CertificateAuthority authority = site.authority();
        var old = authority.pinned();
        authority.rotate(Duration.ofDays(7));
        var fresh = authority.anchors().getLast();

        assertThat(issuer(authority)).isEqualTo(old.getSubjectX500Principal());
        site.passDays(7);
        assertThat(issuer(authority)).isEqualTo(fresh.getSubjectX500Principal());
        assertThat(authority.pinned()).isEqualTo(old);
        site.passDays(120);
        assertThat(authority.anchors()).containsExactly(old, fresh);
        assertThat(authority.pinned()).isEqualTo(old);
        site.passDays(1);
        assertThat(authority.anchors()).containsExactly(fresh);
        assertThat(authority.pinned()).isEqualTo(fresh);
    }

    @Test
    void rotation_again_beforeTheFirstHasTakenOver_passesItOver() throws Exception {
        CertificateAuthority authority = site.authority();
        authority.rotate(Duration.ofDays(7));
        authority.rotate(Duration.ZERO);
        var last = authority.anchors().getLast();

        assertThat(authority.anchors()).hasSize(3);
        site.passDays(8);
        assertThat(issuer(authority)).isEqualTo(last.getSubjectX500Principal());
        site.passDays(113);
        assertThat(authority.anchors()).containsExactly(last);
    }

    @Test
    void rotation_tooOften_isRefused_untilTheOldHaveGone() throws Exception {
        CertificateAuthority authority = site.authority();
        for (int i = 1; i < Roots.ROOTS_MAX; i++) {
            authority.rotate(Duration.ZERO);
        }

        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(() -> authority.rotate(Duration.ZERO))
                .withMessageContaining("there are 8 roots already");
        site.passDays(121);
        authority.rotate(Duration.ZERO);
        assertThat(authority.anchors()).hasSize(2);
    }

    /// A clock that was far ahead for a while takes nothing away for good, unless somebody rotates
    /// meanwhile.
    @Test
    void clock_thatWasAhead_forgetsNoRoot() throws Exception {
        CertificateAuthority authority = site.authority();
        authority.rotate(Duration.ZERO);
        site.clock.jumpWall(Duration.ofDays(400).toMillis());
        assertThat(authority.anchors()).hasSize(1);

        site.clock.jumpWall(-Duration.ofDays(400).toMillis());

        assertThat(authority.anchors()).hasSize(2);
    }

    private static javax.security.auth.x500.X500Principal issuer(CertificateAuthority authority)
            throws RefusedException {
        return authority
                .issueAgent(Site.agent(), Requests.key().getPublic())
                .getIssuerX500Principal();
    }
}
