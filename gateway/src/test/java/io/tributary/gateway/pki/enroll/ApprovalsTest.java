package io.tributary.gateway.pki.enroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.gateway.pki.AgentIdentity;
import io.tributary.gateway.pki.Site;
import io.tributary.gateway.pki.store.WholeFile;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.SimulatedDisk;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ApprovalsTest {
    private final Site site = new Site();
    private final SimulatedDisk disk = new SimulatedDisk(1);

    @Test
    void approval_ofOneCertificate_survivesACrash_andEndsAfterItsDays() throws Exception {
        Approvals approvals = open(disk, 10);
        Outcome.NeedsApproval needed = needed("5a01");
        UUID agent = needed.agent().agent();
        assertThat(approvals.approve(agent)).as("does not wait yet").isEmpty();
        assertThat(approvals.has(needed)).isFalse();
        assertThat(approvals.waiting()).hasSize(1);

        assertThat(approvals.approve(agent))
                .contains(site.clock.wallMillis() + Approvals.VALIDITY.toMillis());

        assertThat(approvals.waiting()).isEmpty();
        Approvals after = open(disk.crash(), 10);
        assertThat(after.has(needed)).isTrue();
        assertThat(after.has(needed)).as("an answer may be lost").isTrue();
        assertThat(after.has(other(needed, "5a02"))).as("another certificate").isFalse();
        site.passDays(8);
        assertThat(after.has(needed)).isFalse();
    }

    @Test
    void approval_thatCouldNotBeWritten_isNone_andTheNextWritesTheLogAnew() throws Exception {
        Approvals approvals = open(disk, 10);
        Outcome.NeedsApproval needed = needed("5a01");
        approvals.has(needed);
        disk.failSync(1);

        assertThatThrownBy(() -> approvals.approve(needed.agent().agent()))
                .isInstanceOf(IOException.class);
        assertThat(approvals.has(needed)).isFalse();
        approvals.approve(needed.agent().agent());

        assertThat(open(disk.crash(), 10).has(needed)).isTrue();
    }

    @Test
    void waiting_beyondTheBound_forgetsWhoCameLongestAgo() throws Exception {
        Approvals approvals = open(disk, 2);
        Outcome.NeedsApproval first = needed("1");
        Outcome.NeedsApproval second = needed("2");
        Outcome.NeedsApproval third = needed("3");
        approvals.has(first);
        long began = site.clock.wallMillis();
        approvals.has(second);
        site.clock.advance(1_000);
        approvals.has(first);
        approvals.has(third);

        assertThat(approvals.waiting())
                .extracting(Approvals.Waiting::needed)
                .containsExactly(first, third);
        Approvals.Waiting waiting = approvals.find(first.agent().agent()).orElseThrow();
        assertThat(waiting.firstMillis()).isEqualTo(began);
        assertThat(waiting.lastMillis()).isEqualTo(began + 1_000);
        approvals.approve(first.agent().agent());
        approvals.approve(third.agent().agent());
        approvals.has(second);
        assertThatThrownBy(() -> approvals.approve(second.agent().agent()))
                .hasMessageContaining("there are 2 approvals");
    }

    private Approvals open(Disk on, int agentsMax) throws IOException {
        return Approvals.open(
                new WholeFile(on, Site.DIRECTORY.resolve("approvals")), site.clock, agentsMax);
    }

    private Outcome.NeedsApproval needed(String serial) {
        AgentIdentity agent = Site.agent();
        return new Outcome.NeedsApproval(
                agent, serial, "11".repeat(32), site.clock.wallMillis() - 1);
    }

    private static Outcome.NeedsApproval other(Outcome.NeedsApproval of, String serial) {
        return new Outcome.NeedsApproval(of.agent(), serial, of.keySha256(), of.expiredMillis());
    }
}
