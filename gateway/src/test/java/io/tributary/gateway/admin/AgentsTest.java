package io.tributary.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.admin.RegistryAdmin.Shown;
import io.tributary.gateway.registry.AgentEntry;
import io.tributary.gateway.registry.ChangeProposal.Outcome;
import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.Role;
import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.gateway.registry.journal.ObjectKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Agents as the registry and the authority together know them, and who may say what of them.
class AgentsTest extends AdminFixture {
    private static final AdminCaller BANK_ADMIN =
            admin("bank-admin", Set.of(Role.TENANT_ADMIN), List.of("bank"));

    @BeforeEach
    void declare() throws Exception {
        apply(
                SITE,
                bytes(
                        """
                        tenants: [{name: shop, aliases: [store]}, {name: bank}]
                        clusters:
                          - {name: eu-1, tenant: shop}
                          - {name: eu-2, tenant: store}
                          - {name: azure-1, tenant: bank}
                        """),
                false);
    }

    @Test
    void list_enrolledAndRegistered_areOneEach() throws Exception {
        UUID first = enrol("eu-1");
        UUID second = enrol("eu-1");
        UUID other = enrol("azure-1");
        UUID only = UUID.fromString("00000000-0000-4000-8000-000000000001");
        done(put(SITE, agent(second), "{cluster: eu-1, state: revoked}"));
        done(put(SITE, agent(only), "cluster: eu-2"));

        List<Shown> all = list(SITE, Optional.empty());
        assertThat(all)
                .extracting(Shown::key)
                .containsExactly(agent(other), agent(first), agent(second), agent(only));
        assertThat(all)
                .extracting(shown -> shown.agent().orElseThrow().state())
                .containsExactly(
                        AgentEntry.State.ACTIVE,
                        AgentEntry.State.ACTIVE,
                        AgentEntry.State.REVOKED,
                        AgentEntry.State.ACTIVE);
        assertThat(all.get(1))
                .isEqualTo(
                        new Shown(
                                agent(first),
                                "{\"id\":\"%s\",\"cluster\":\"eu-1\"}".formatted(first),
                                "enrolment",
                                0,
                                Optional.of(
                                        new Shown.Agent(
                                                AgentEntry.State.ACTIVE,
                                                List.of("shop"),
                                                Optional.of(
                                                        new Shown.Certificate(
                                                                Optional.of("eu-1"),
                                                                enrolments
                                                                        .find(first)
                                                                        .orElseThrow()))))));
        assertThat(all.get(2).source()).isEqualTo("api");
        assertThat(all.get(3).agent().orElseThrow().certificate()).isEmpty();
        assertThat(list(SITE, Optional.of("store")))
                .extracting(Shown::key)
                .containsExactly(agent(first), agent(second), agent(only));
    }

    @Test
    void change_isKeptAndTold() throws Exception {
        UUID agent = enrol("eu-1");
        done(put(SITE, agent(agent), "{cluster: eu-1, state: revoked}", new Precondition.Absent()));
        reopen();
        ClusterEntry cluster = registry.current().cluster("eu-1").orElseThrow();
        assertThat(registry.current().agent(agent).orElseThrow().isTurnedAway(cluster)).isTrue();

        long version = done(put(SITE, agent(agent), "{cluster: eu-1, state: active}"));
        assertThat(registry.current().agent(agent).orElseThrow().isTurnedAway(cluster)).isFalse();
        assertThat(
                        put(
                                        SITE,
                                        agent(agent),
                                        "cluster: eu-1",
                                        new Precondition.Version(version - 1))
                                .outcome())
                .isInstanceOf(Outcome.Stale.class);
        done(admin.delete(SITE, agent(agent), NONE));
        assertThat(shown(SITE, agent(agent)).source()).isEqualTo("enrolment");
        assertThat(admin.history(SITE, entry -> entry.key().equals(agent(agent)), 9))
                .extracting(entry -> entry.action().word() + " " + entry.tenants())
                .containsExactly("delete [shop]", "change [shop]", "create [shop]");
    }

    @Test
    void tenantAdmin_seesAndRevokesThoseOfItsClusters() throws Exception {
        UUID own = enrol("eu-2");
        UUID foreign = enrol("azure-1");
        assertThat(list(SHOP_ADMIN, Optional.empty()))
                .extracting(Shown::key)
                .containsExactly(agent(own));
        assertThat(list(BANK_ADMIN, Optional.empty()))
                .extracting(Shown::key)
                .containsExactly(agent(foreign));
        assertThat(admin.find(SHOP_ADMIN, agent(foreign))).isEmpty();

        done(put(SHOP_ADMIN, agent(own), "{cluster: eu-2, state: revoked}"));
        assertThat(shown(SHOP_ADMIN, agent(own)).agent().orElseThrow().state())
                .isEqualTo(AgentEntry.State.REVOKED);
        done(admin.delete(SHOP_ADMIN, agent(own), NONE));
        for (AdminCaller caller : List.of(SHOP_ADMIN, BANK_ADMIN)) {
            assertThat(admin.history(caller, entry -> entry.key().kind() == ObjectKind.AGENT, 9))
                    .hasSize(caller.equals(SHOP_ADMIN) ? 2 : 0);
        }
    }

    /// Whoever knows the id of another's agent can neither revoke it nor make it theirs, and is
    /// answered as if there were none.
    @Test
    void tenantAdmin_ofAnothersAgent_isForbidden() throws Exception {
        UUID foreign = enrol("azure-1");
        UUID nobody = UUID.randomUUID();
        for (String body :
                List.of(
                        "{cluster: eu-1, state: revoked}",
                        "{cluster: azure-1, state: revoked}",
                        "{cluster: none}",
                        "{}")) {
            for (UUID id : List.of(foreign, nobody)) {
                assertThat(put(SHOP_ADMIN, agent(id), body).outcome())
                        .as(body)
                        .isIn(new Outcome.Forbidden("shop-admin may not see to agent " + id));
            }
        }
        assertThat(admin.delete(SHOP_ADMIN, agent(foreign), NONE).outcome())
                .isInstanceOf(Outcome.Forbidden.class);
        UUID own = enrol("eu-1");
        assertThat(put(SHOP_ADMIN, agent(own), "cluster: azure-1").outcome())
                .isInstanceOf(Outcome.Forbidden.class)
                .extracting(Object::toString)
                .asString()
                .doesNotContain("azure");
        assertThat(registry.current().agent(foreign)).isEmpty();
    }

    @Test
    void change_thatSaysAnotherCluster_isRefused() throws Exception {
        UUID agent = enrol("eu-1");
        assertThat(problems(put(SITE, agent(agent), "cluster: eu-2")))
                .containsExactly(
                        "agent %s: cluster: found eu-2, expected eu-1, which its certificate is for"
                                .formatted(agent));
        assertThat(problems(put(SHOP_ADMIN, agent(agent), "cluster: eu-2"))).hasSize(1);
        done(admin.delete(SITE, cluster("eu-1"), NONE));
        assertThat(shown(SITE, agent(agent)).agent().orElseThrow().state())
                .as("its cluster is gone")
                .isEqualTo(AgentEntry.State.REVOKED);
        assertThat(problems(put(SITE, agent(agent), "cluster: eu-2")).getFirst())
                .endsWith("expected that of its certificate, which is not registered any more");
        assertThat(list(SHOP_ADMIN, Optional.empty())).isEmpty();
    }

    @Test
    void object_thatIsWrong_isRefusedWithItsPlace() throws Exception {
        UUID agent = enrol("eu-1");
        assertThat(problems(put(SITE, agent(agent), "state: revoked")))
                .containsExactly(
                        "request:1:1: cluster: found nothing, expected the name of the agent's cluster");
        assertThat(problems(put(SITE, agent(agent), "{cluster: eu-1, state: gone}")))
                .containsExactly("request:1:24: state: found gone, expected active or revoked");
        assertThat(problems(put(SITE, agent(UUID.randomUUID()), "cluster: nowhere")).getFirst())
                .contains("its cluster nowhere is not registered");
        assertThat(problems(put(SITE, new ObjectKey(ObjectKind.AGENT, "NOBODY"), "cluster: eu-1")))
                .singleElement()
                .asString()
                .contains("expected a UUID in small letters");
        assertThat(problems(put(SITE, agent(agent), "{id: x, cluster: eu-1}")).getFirst())
                .contains("id: found x, expected that of the path");
        done(put(SITE, agent(agent), "cluster: eu-1"));
        assertThat(problems(admin.delete(SITE, cluster("eu-1"), NONE)).getFirst())
                .contains("its cluster eu-1 is not registered");
    }

    @Test
    void file_needNotSayACluster_andIsChangedOnlyThere() throws Exception {
        registry.close();
        UUID id = UUID.randomUUID();
        Path file =
                Files.writeString(
                        directory.resolve("r.yaml"),
                        "agents:\n  - {id: %s, state: revoked}\n".formatted(id));
        open(Optional.of(file));
        assertThat(list(SHOP_ADMIN, Optional.empty())).as("whose is not known").isEmpty();
        Enrolments.Enrolled known = enrolments.find(enrol("eu-1")).orElseThrow();
        certificates.put(
                id,
                new Enrolments.Enrolled(
                        id, known.cluster(), known.enrolled(), known.renewed(), known.expires()));

        Shown shown = shown(SHOP_ADMIN, agent(id));
        assertThat(shown.source()).isEqualTo("file");
        assertThat(shown.agent().orElseThrow().state()).isEqualTo(AgentEntry.State.REVOKED);
        assertThat(shown(SITE, agent(id)).source()).isEqualTo(file + ":2:5");
        for (AdminCaller caller : List.of(SITE, SHOP_ADMIN)) {
            assertThat(put(caller, agent(id), "cluster: eu-1").outcome())
                    .isInstanceOf(Outcome.Conflict.class);
        }
    }

    @Test
    void apply_agents_areFoundByTheirIds() throws Exception {
        UUID agent = enrol("eu-1");
        String document = "agents: [{id: %s, cluster: eu-1, state: revoked}]".formatted(agent);
        done(apply(SITE, bytes(document), false));
        assertThat(shown(SITE, agent(agent)).json())
                .isEqualTo(
                        "{\"id\":\"%s\",\"cluster\":\"eu-1\",\"state\":\"revoked\"}"
                                .formatted(agent));
        assertThat(problems(apply(SITE, bytes("agents: [{cluster: eu-1}]"), false)))
                .first()
                .asString()
                .contains("id: found nothing, expected the id of the agent");
    }

    private List<Shown> list(AdminCaller caller, Optional<String> tenant) {
        return admin.list(caller, ObjectKind.AGENT, tenant).objects();
    }
}
