package io.tributary.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.admin.Enrolments.Enrolled;
import io.tributary.gateway.admin.WriteExplainer.Answer;
import io.tributary.gateway.admin.WriteExplainer.Question;
import io.tributary.gateway.admin.WriteExplainer.Sender;
import io.tributary.gateway.admin.WriteExplanation.Admitted;
import io.tributary.gateway.admin.WriteExplanation.InTenant;
import io.tributary.gateway.admin.WriteExplanation.Owner;
import io.tributary.gateway.admin.WriteExplanation.Refused;
import io.tributary.gateway.admin.WriteExplanation.Step;
import io.tributary.gateway.identity.Authorizer;
import io.tributary.gateway.identity.Authorizers;
import io.tributary.gateway.identity.MapDirectory;
import io.tributary.gateway.identity.TenantHeaders;
import io.tributary.gateway.registry.ChangeProposal.Outcome;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.journal.HistoryEntry;
import io.tributary.gateway.routing.RoutingFault;
import io.tributary.gateway.routing.Way;
import io.tributary.gateway.secret.AccessToken;
import io.tributary.gateway.secret.CredentialMint;
import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Verdict;
import io.tributary.model.usage.SeriesUsage;
import io.tributary.runtime.clock.SystemClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of series of each kind of sender, and whom it is told.
class WriteExplainerTest {
    private static final AdminCaller SITE = AdminFixture.SITE;
    private static final AdminCaller SHOP_ADMIN = AdminFixture.SHOP_ADMIN;
    private static final UUID AGENT = UUID.fromString("00000000-0000-4000-8000-00000000000a");

    private static final String OBJECTS =
            """
            tenants:
              - {name: shop, aliases: [store]}
              - name: bank
                relabel:
                  - {source_labels: [pod], regex: "secret.*", action: drop}
                  - {source_labels: [pod], target_label: instance}
              - {name: closed, routed: refuse}
              - {name: all, view: [{tenants: [shop]}]}
            clusters:
              - name: eu-1
                tenant: shop
                labels: {region: eu}
                relabel: [{regex: junk, action: labeldrop}]
                routing: {labels: [team], tenants: [bank, closed], replicate: [bank], remove: true}
              - name: held
                tenant: shop
                onDifference: refuse
                quarantines: [{name: q-1, state: held}]
            credentials:
            """;

    private final MapDirectory tenants = new MapDirectory();
    private final List<String> refused = new ArrayList<>();
    private final CredentialMint mint = new CredentialMint(new SecureRandom());
    private final StringBuilder credentials = new StringBuilder();

    @TempDir private Path directory;

    /// Nothing but a file declares it.
    private Registry registry = Authorizers.registry(Optional.empty());

    private Optional<UUID> certified = Optional.empty();

    WriteExplainerTest() throws Exception {}

    @BeforeEach
    void declare() throws Exception {
        credential("sender", "roles: writer, cluster: eu-1");
        credential("kept", "roles: writer, cluster: held");
        credential("several", "roles: writer, tenants: [shop, bank]");
        credential("reader", "roles: reader, tenants: [shop]");
        credential("revoked", "roles: writer, tenants: [shop], disabled: true");
        credential("old", "roles: writer, tenants: [shop], expires: 2020-01-01T00:00:00Z");
        registry.close();
        registry =
                Authorizers.registry(
                        Optional.of(
                                Files.writeString(
                                        directory.resolve("registry.yaml"),
                                        OBJECTS + credentials)));
    }

    @AfterEach
    void close() throws Exception {
        registry.close();
    }

    @Test
    void explain_labelsThatChoose_tellsEachStepInEachTenant() {
        WriteExplanation told =
                explained(
                        SITE, "sender", "__name__", "up", "team", "shop", "junk", "x", "pod", "p");

        assertThat(told.refused()).isEmpty();
        assertThat(told.home()).contains("shop");
        Way way = told.routing().orElseThrow().way();
        assertThat(way.names()).containsExactly(new Way.Name("shop", "team", Optional.empty()));
        assertThat(told.routing().orElseThrow().policy().defaults()).containsExactly("shop");
        assertThat(told.tenants()).extracting(InTenant::tenant).containsExactly("shop", "bank");
        Admitted inShop = told.tenants().getFirst().admitted().orElseThrow();
        Labels sent = Labels.of("__name__", "up", "pod", "p", "junk", "x");
        Labels clean = Labels.of("__name__", "up", "pod", "p");
        assertThat(inShop.steps())
                .hasSize(4)
                .startsWith(new Step.Removed(new Label("team", "shop")))
                .endsWith(
                        new Step.Stamped(new Label("cluster", "eu-1"), ""),
                        new Step.Stamped(new Label("region", "eu"), ""));
        assertThat(inShop.steps().get(1))
                .isInstanceOfSatisfying(
                        Step.Relabeled.class,
                        rule -> {
                            assertThat(rule.owner()).isEqualTo(Owner.CLUSTER);
                            assertThat(rule.number()).isEqualTo(1);
                            assertThat(rule.before()).isEqualTo(sent);
                            assertThat(rule.labels()).isEqualTo(clean);
                        });
        assertThat(inShop.labels())
                .isEqualTo(clean.toBuilder().set("cluster", "eu-1").set("region", "eu").build());
        Admitted inBank = told.tenants().getLast().admitted().orElseThrow();
        assertThat(inBank.steps())
                .filteredOn(Step.Relabeled.class::isInstance)
                .map(Step.Relabeled.class::cast)
                .extracting(rule -> rule.owner().word() + rule.number())
                .containsExactly("tenant1", "tenant2", "cluster1");
        assertThat(inBank.labels().value("instance")).isEqualTo("p");
        assertThat(tenants.all()).as("nothing is made").isEmpty();
    }

    @Test
    void explain_whatIsRefused_hasTheWordsOfTheWrite() {
        assertThat(refusal("sender", "__name__", "up", "team", "x")).isEmpty();
        Way way =
                explained(SITE, "sender", "__name__", "up", "team", "x")
                        .routing()
                        .orElseThrow()
                        .way();
        assertThat(way.refused()).containsExactly(RoutingFault.TENANT_UNKNOWN);
        assertThat(way.detail())
                .isEqualTo(
                        "labels name \"x\", and that is no tenant this sender may write to: series of \"up\"");
        assertThat(refusal("sender", "__name__", "up", "pod", "secret-1"))
                .containsExactly(
                        new Refused(
                                400,
                                "relabel_dropped",
                                "relabeling rules of the tenant or cluster drop the series \"up\""));
        assertThat(refusal("several", "bank", "__name__", "a", "b", "1", "b", "2"))
                .extracting(Refused::reason)
                .containsExactly("duplicate_label_names");
        assertThat(refusal("several", "bank", "__name__", "too_many"))
                .containsExactly(new Refused(400, "per_metric_series_limit", "no room for it"));
        assertThat(refusal("kept", "__name__", "up", "cluster", "other"))
                .extracting(Refused::reason)
                .containsExactly("stamped_label_differs");
    }

    @Test
    void explain_senderWhoIsNotLetIn_tellsWhy() {
        assertThat(refusedAll("revoked"))
                .isEqualTo(new Refused(401, "revoked", "credential revoked is revoked"));
        assertThat(refusedAll("old").why())
                .isEqualTo("credential old expired at 2020-01-01T00:00:00Z");
        assertThat(refusedAll("reader").why()).contains("needs one of the roles [writer]");
        assertThat(refusedAll("several").why()).contains("name one in X-Scope-OrgID: shop, bank");
        Question foreign = question(new Sender.Named("several"), "closed", "__name__", "up");
        assertThat(answer(SITE, foreign))
                .isInstanceOfSatisfying(
                        Answer.Explained.class,
                        told ->
                                assertThat(told.explanation().refused().orElseThrow().why())
                                        .isEqualTo("several may not use tenant closed"));
    }

    @Test
    void explain_tenantThatRefusesOrIsNotNamed_isAsForAWrite() {
        Way closed =
                explained(SITE, "sender", "__name__", "up", "team", "closed")
                        .routing()
                        .orElseThrow()
                        .way();
        assertThat(closed.refused()).containsExactly(RoutingFault.TENANT_REFUSES);
        assertThat(
                        explained(
                                        SITE,
                                        question(
                                                new Sender.OfCluster("eu-1"),
                                                "bank",
                                                "__name__",
                                                "up"))
                                .tenants())
                .extracting(InTenant::tenant)
                .containsExactly("bank");
    }

    @Test
    void explain_agent_isOfItsCertificatesCluster() {
        assertThat(unknown(SITE, AGENT.toString())).isInstanceOf(Outcome.NotFound.class);
        certified = Optional.of(registry.current().cluster("held").orElseThrow().id());

        for (String name : List.of(AGENT.toString(), "held/" + AGENT)) {
            WriteExplanation told = explained(SITE, name, "__name__", "up");
            assertThat(told.sender().name()).isEqualTo("held/" + AGENT);
            assertThat(told.tenants()).extracting(InTenant::tenant).containsExactly("shop");
            assertThat(told.tenants().getFirst().quarantine()).contains("q-1");
        }
        assertThat(unknown(SITE, "eu-1/" + AGENT)).isInstanceOf(Outcome.NotFound.class);
        certified = Optional.of(UUID.randomUUID());
        assertThat(refusedAll(AGENT.toString()).reason()).isEqualTo("revoked");
    }

    @Test
    void explain_toATenantAdmin_isWithinItsTenants() {
        WriteExplanation told = explained(SHOP_ADMIN, "sender", "__name__", "up", "team", "bank");

        assertThat(told.tenants()).extracting(InTenant::tenant).containsExactly("bank");
        assertThat(told.tenants().getFirst().admitted()).isEmpty();
        assertThat(
                        explained(SHOP_ADMIN, "sender", "__name__", "up")
                                .tenants()
                                .getFirst()
                                .admitted())
                .as("its own tenant, by an alias")
                .isPresent();
        assertThat(unknown(SHOP_ADMIN, "several")).isInstanceOf(Outcome.Forbidden.class);
        assertThat(unknown(SHOP_ADMIN, "nobody")).isInstanceOf(Outcome.Forbidden.class);
        assertThat(refused)
                .containsExactly(
                        "shop-admin 192.0.2.1 shop-admin may not see to credential several",
                        "shop-admin 192.0.2.1 shop-admin may not see to credential nobody");
        assertThat(unknown(SITE, "nobody"))
                .isInstanceOfSatisfying(
                        Outcome.NotFound.class,
                        none ->
                                assertThat(none.what())
                                        .startsWith("nobody is no credential that is registered"));
    }

    @Test
    void explain_whoeverComes_isAsWithoutAuthentication() {
        WriteExplanation told =
                explained(SITE, question(new Sender.Anybody(), "new", "__name__", "up"));

        assertThat(told.tenants()).extracting(InTenant::tenant).containsExactly("new");
        assertThat(tenants.all()).isEmpty();
    }

    private Refused refusedAll(String sender) {
        return explained(SITE, sender, "__name__", "up").refused().orElseThrow();
    }

    private List<Refused> refusal(String sender, String... labels) {
        boolean header = labels.length % 2 == 1;
        Question question =
                header
                        ? question(
                                new Sender.Named(sender),
                                labels[0],
                                List.of(labels).subList(1, labels.length).toArray(String[]::new))
                        : question(new Sender.Named(sender), "", labels);
        return explained(SITE, question).tenants().stream()
                .flatMap(tenant -> tenant.admitted().orElseThrow().refused().stream())
                .toList();
    }

    private WriteExplanation explained(AdminCaller asker, String sender, String... labels) {
        return explained(asker, question(new Sender.Named(sender), "", labels));
    }

    private WriteExplanation explained(AdminCaller asker, Question question) {
        Answer answer = answer(asker, question);
        assertThat(answer).isInstanceOf(Answer.Explained.class);
        return ((Answer.Explained) answer).explanation();
    }

    private Outcome unknown(AdminCaller asker, String sender) {
        Answer answer = answer(asker, question(new Sender.Named(sender), "", "__name__", "up"));
        assertThat(answer).isInstanceOf(Answer.Unknown.class);
        return ((Answer.Unknown) answer).why();
    }

    private Answer answer(AdminCaller asker, Question question) {
        Authorizer authorizer = Authorizers.of(tenants, registry);
        WriteExplainer explainer =
                new WriteExplainer(
                        registry,
                        new OneAgent(certified),
                        new AdminWitness() {
                            @Override
                            public void changed(HistoryEntry change) {
                                throw new AssertionError("changed " + change);
                            }

                            @Override
                            public void refused(String who, String from, String what) {
                                refused.add(who + " " + from + " " + what);
                            }

                            @Override
                            public void replaced(
                                    String who, String from, Tenant tenant, String what) {
                                throw new AssertionError("replaced " + what);
                            }
                        },
                        new SystemClock());
        return explainer.explain(asker, question, authorizer, new NoRoom());
    }

    private static Question question(Sender sender, String header, String... labels) {
        List<Label> series = new ArrayList<>();
        for (int i = 0; i < labels.length; i += 2) {
            series.add(new Label(labels[i], labels[i + 1]));
        }
        Optional<String> tenant = Optional.of(header).filter(name -> !name.isEmpty());
        return new Question(sender, new TenantHeaders(tenant, Optional.empty()), series);
    }

    private void credential(String name, String fields) {
        AccessToken token = mint.token();
        credentials.append(
                "  - {name: %s, token: {id: %s, hash: \"%s\"}, %s}\n"
                        .formatted(name, token.id(), mint.hash(token).phc(), fields));
    }

    /// One agent that has a certificate, or none.
    private record OneAgent(Optional<UUID> cluster) implements Enrolments {
        @Override
        public Optional<Enrolled> find(UUID agent) {
            return all().stream().filter(one -> one.agent().equals(agent)).findFirst();
        }

        @Override
        public List<Enrolled> all() {
            Instant came = AdminFixture.CAME;
            return cluster.stream()
                    .map(of -> new Enrolled(AGENT, of, came, came, came.plusSeconds(1)))
                    .toList();
        }
    }

    /// Has no room for series of one metric.
    private record NoRoom() implements SeriesUsage {
        @Override
        public int series(Tenant tenant) {
            return 0;
        }

        @Override
        public List<Stamped> stamped(Tenant tenant) {
            return List.of();
        }

        @Override
        public List<RefusedMetric> refused(Tenant tenant) {
            return List.of();
        }

        @Override
        public Optional<Objection> objection(Route route, Verdict verdict) {
            return verdict.labels().metricName().equals("too_many")
                    ? Optional.of(new Objection(Refusal.SERIES_OF_METRIC, "no room for it"))
                    : Optional.empty();
        }
    }
}
