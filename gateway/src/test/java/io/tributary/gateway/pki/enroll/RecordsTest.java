package io.tributary.gateway.pki.enroll;

import static io.tributary.gateway.pki.enroll.EnrolSite.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.gateway.pki.Refusal;
import io.tributary.gateway.pki.RefusedException;
import io.tributary.gateway.pki.Site;
import io.tributary.gateway.pki.store.StoredStateException;
import io.tributary.gateway.pki.store.WholeFile;
import io.tributary.runtime.disk.SimulatedDisk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The two logs: bounds, what is forgotten, what is written anew.
class RecordsTest {
    /// More than lines that are let stand in a log.
    private static final int TOKENS = 1_200;

    private final Site site = new Site();
    private final SimulatedDisk disk = new SimulatedDisk(1);

    @Test
    void tokens_areBounded_untilTheirTimeIsOver() throws Exception {
        JoinTokens tokens = JoinTokens.open(EnrolSite.joins(disk), site.clock, Site.RANDOM, TOKENS);
        for (int i = 0; i < TOKENS; i++) {
            tokens.make(CLUSTER);
        }

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> tokens.make(CLUSTER))
                .withMessageContaining("there are 1200 join tokens")
                .satisfies(e -> assertThat(e.refusal()).isEqualTo(Refusal.TOO_MANY));
        site.clock.advance(JoinTokens.VALIDITY.toMillis());
        tokens.make(CLUSTER);
        assertThat(tokens.outstanding()).isEqualTo(1);
        assertThat(text(EnrolSite.joins(disk)).lines()).hasSize(2);
    }

    @Test
    void tokens_areKeptAsHashesOnly() throws Exception {
        JoinTokens tokens = JoinTokens.open(EnrolSite.joins(disk), site.clock, Site.RANDOM);
        JoinToken token = tokens.make(CLUSTER);

        assertThat(text(EnrolSite.joins(disk)))
                .contains(JoinToken.hash(token.text()))
                .doesNotContain(token.text())
                .doesNotContain("trj_");
        assertThat(tokens.find(token.text())).contains(CLUSTER);
    }

    @Test
    void tokens_ofAClockThatWasAhead_areOver() throws Exception {
        JoinTokens tokens = JoinTokens.open(EnrolSite.joins(disk), site.clock, Site.RANDOM);
        site.clock.jumpWall(Duration.ofDays(1).toMillis());
        JoinToken token = tokens.make(CLUSTER);
        site.clock.jumpWall(-Duration.ofDays(1).toMillis());

        assertThat(tokens.find(token.text())).isEmpty();
    }

    @Test
    void tokens_ofADamagedLog_areRefusedByName() throws Exception {
        JoinTokens tokens = JoinTokens.open(EnrolSite.joins(disk), site.clock, Site.RANDOM);
        tokens.make(CLUSTER);
        tokens.make(CLUSTER);
        WholeFile file = EnrolSite.joins(disk);
        byte[] bytes = file.read(1 << 20).orElseThrow();
        bytes[60] ^= 1;
        file.replace(bytes);

        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(() -> JoinTokens.open(file, site.clock, Site.RANDOM))
                .withMessageContaining("registry/ca/joins is damaged at offset 18");
    }

    @Test
    void agents_areBounded_andForgottenWhenNothingCanComeOfThem() throws Exception {
        AgentFile agents = AgentFile.open(EnrolSite.agents(disk), Site.TRUST, site.clock, 3);
        List<AgentRecord> records = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            records.add(record());
            agents.put(records.getLast());
        }
        AgentRecord further = record();

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> agents.put(further))
                .withMessageContaining("there are 3 agents already");
        agents.put(records.getFirst());
        site.passDays(121);
        AgentRecord later = record();
        agents.put(later);
        assertThat(agents.all()).containsExactly(later);
        assertThat(AgentFile.open(EnrolSite.agents(disk.crash()), Site.TRUST, site.clock).all())
                .containsExactly(later);
    }

    @Test
    void agents_thatRenewForYears_doNotGrowTheFile() throws Exception {
        AgentFile agents = AgentFile.open(EnrolSite.agents(disk), Site.TRUST, site.clock);
        AgentRecord agent = record();
        for (int i = 0; i < 3_000; i++) {
            agents.put(agent);
        }

        assertThat(text(EnrolSite.agents(disk)).lines().count()).isLessThan(1_010);
        assertThat(AgentFile.open(EnrolSite.agents(disk.crash()), Site.TRUST, site.clock).all())
                .containsExactly(agent);
    }

    private AgentRecord record() {
        long now = site.clock.wallMillis();
        return new AgentRecord(
                Site.agent(),
                "5a",
                "00".repeat(32),
                now + Duration.ofDays(30).toMillis(),
                now,
                now);
    }

    private static String text(WholeFile file) throws java.io.IOException {
        return new String(file.read(16 << 20).orElseThrow(), StandardCharsets.US_ASCII);
    }
}
