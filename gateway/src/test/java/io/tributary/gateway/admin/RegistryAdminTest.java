package io.tributary.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.gateway.admin.RegistryAdmin.Answer;
import io.tributary.gateway.admin.RegistryAdmin.Shown;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.labels.LabelLimits;
import io.tributary.gateway.registry.ChangeProposal.Outcome;
import io.tributary.gateway.registry.Granted;
import io.tributary.gateway.registry.PolicySettings;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.gateway.registry.Role;
import io.tributary.gateway.registry.journal.HistoryEntry;
import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.gateway.registry.journal.RegistryJournal;
import io.tributary.gateway.secret.AccessToken;
import io.tributary.gateway.secret.CredentialMint;
import io.tributary.model.Matcher;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryAdminTest {
    private static final PolicySettings SETTINGS =
            new PolicySettings(
                    Config.defaults(LabelLimits.SETTINGS),
                    LabelLimits.SETTINGS,
                    LabelLimits.SETTINGS);

    private static final AdminCaller SITE = admin("site", Set.of(Role.PLATFORM_ADMIN), List.of());
    private static final AdminCaller SHOP_ADMIN =
            admin("shop-admin", Set.of(Role.TENANT_ADMIN), List.of("store"));
    private static final Precondition NONE = new Precondition.None();

    private final SimulatedDisk disk = new SimulatedDisk(3);
    private final List<HistoryEntry> witnessed = Collections.synchronizedList(new ArrayList<>());
    private final List<String> refused = new ArrayList<>();

    private Registry registry;
    private RegistryAdmin admin;

    @TempDir private Path directory;

    @BeforeEach
    void open() throws Exception {
        open(Optional.empty());
    }

    @AfterEach
    void close() throws IOException {
        registry.close();
    }

    @Test
    void put_objects_areInForceAndFoundAgain() throws Exception {
        List<RegistrySnapshot> told = new ArrayList<>();
        registry.onChange(told::add);

        assertThat(done(put(SITE, tenant("shop"), "displayName: The shop"))).isEqualTo(1);
        done(
                put(
                        SITE,
                        cluster("eu-1"),
                        "{\"tenant\": \"shop\", \"labels\": {\"region\": \"eu\"}}"));
        assertThat(done(put(SITE, cluster("eu-1"), "{tenant: shop, labels: {region: eu}}")))
                .as("as it is")
                .isEqualTo(2);

        assertThat(told).hasSize(2);
        assertThat(registry.current().cluster("eu-1").orElseThrow().tenant()).isEqualTo("shop");
        reopen();
        assertThat(registry.current().tenant("shop").orElseThrow().displayName())
                .isEqualTo("The shop");
        assertThat(shown(SITE, cluster("eu-1")))
                .isEqualTo(
                        new Shown(
                                cluster("eu-1"),
                                "{\"name\":\"eu-1\",\"tenant\":\"shop\",\"labels\":{\"region\":\"eu\"}}",
                                "api",
                                2));
        assertThat(witnessed).extracting(HistoryEntry::who).containsExactly("site", "site");
        assertThat(admin.history(SITE, entry -> true, 9))
                .extracting(entry -> entry.action().word() + " " + entry.key())
                .containsExactly("create cluster eu-1", "create tenant shop");
    }

    @Test
    void change_thatDoesNotGoWithTheRest_isRefusedWhole() throws Exception {
        done(put(SITE, tenant("shop"), "aliases: [store]"));
        done(put(SITE, cluster("eu-1"), "tenant: shop"));

        assertThat(problems(put(SITE, cluster("eu-2"), "tenant: nobody")))
                .singleElement()
                .asString()
                .isEqualTo("api: eu-2: its tenant nobody is not registered");
        assertThat(problems(put(SITE, tenant("bank"), "aliases: [store]")))
                .singleElement()
                .asString()
                .contains("found the name or alias store, which is that of tenant shop (api)");
        assertThat(problems(admin.delete(SITE, tenant("shop"), NONE)))
                .singleElement()
                .asString()
                .contains("its tenant shop is not registered");
        assertThat(problems(put(SITE, tenant("bank"), "alias: [x]\ndisplayName: [y]")))
                .anyMatch(problem -> problem.startsWith("request:1:1: alias: found an unknown key"))
                .anyMatch(problem -> problem.startsWith("request:2:14: displayName: found a list"));
        assertThat(problems(put(SITE, tenant("bank"), "name: other")))
                .containsExactly("request:1:7: name: found other, expected that of the path: bank");
        assertThat(
                        problems(
                                admin.apply(
                                        SITE,
                                        bytes("tenants: [{name: a}, {name: b, aliases: [a]}]"),
                                        false)))
                .hasSize(1);
        assertThat(registry.current().tenant("a")).isEmpty();
        assertThat(registry.version()).isEqualTo(2);
        assertThat(admin.delete(SITE, tenant("none"), NONE).outcome())
                .isEqualTo(new Outcome.NotFound("tenant none is not registered"));
    }

    @Test
    void apply_document_isOneChangeAndATrialIsNone() throws Exception {
        String document =
                """
                tenants: [{name: shop}, {name: bank}]
                clusters: [{name: eu-1, tenant: shop}]
                credentials:
                  - {name: w, roles: writer, cluster: eu-1}
                """;
        Answer trial = admin.apply(SITE, bytes(document), true);
        assertThat(trial.tokens()).isEmpty();
        assertThat(((Outcome.Done) trial.outcome()).changes()).hasSize(4);
        assertThat(registry.current().tenant("shop")).isEmpty();
        assertThat(witnessed).isEmpty();

        Answer answer = admin.apply(SITE, bytes(document), false);
        assertThat(done(answer)).isEqualTo(1);
        AccessToken token = answer.tokens().get("w");
        assertThat(registry.current().credentialOfToken(token.id()).orElseThrow().name())
                .isEqualTo("w");
        assertThat(done(admin.apply(SITE, bytes(document), false))).as("as it is").isEqualTo(1);
    }

    @Test
    void credential_token_isMadeOnceAndItsHashNeverShown() throws Exception {
        done(put(SITE, tenant("shop"), ""));
        Answer made = put(SITE, credential("r"), "{roles: [reader], tenants: [shop]}");
        AccessToken first = made.tokens().get("r");
        String json = shown(SITE, credential("r")).json();
        assertThat(json)
                .contains("\"token\":{\"id\":\"" + first.id() + "\",\"hash\":\"argon2id\"}")
                .doesNotContain("$argon2id");

        Answer changed =
                put(
                        SITE,
                        credential("r"),
                        json.replace("[\"shop\"]", "[\"shop\"],\"disabled\":true"));
        assertThat(changed.tokens()).isEmpty();
        assertThat(registry.current().credentialOfToken(first.id()).orElseThrow().disabled())
                .isTrue();
        assertThat(admin.history(SITE, entry -> true, 1).getFirst().fields())
                .containsExactly("disabled");

        Answer rotated = admin.rotate(SITE, "r", NONE);
        AccessToken second = rotated.tokens().get("r");
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(registry.current().credentialOfToken(first.id())).isEmpty();
        assertThat(registry.current().credentialOfToken(second.id())).isPresent();
        assertThat(
                        problems(
                                put(
                                        SITE,
                                        credential("n"),
                                        "{roles: reader, tenants: shop, token: {hash: argon2id}}")))
                .singleElement()
                .asString()
                .contains("stands for the hash that is kept of it: there is none");
    }

    @Test
    void precondition_thatDoesNotHold_isStale() throws Exception {
        done(put(SITE, tenant("shop"), ""));
        done(put(SITE, tenant("bank"), ""));

        assertThat(put(SITE, tenant("shop"), "displayName: x", new Precondition.Absent()))
                .extracting(Answer::outcome)
                .isEqualTo(new Outcome.Stale("tenant shop: it is there, of version 1"));
        assertThat(put(SITE, tenant("shop"), "displayName: x", new Precondition.Version(2)))
                .extracting(Answer::outcome)
                .isEqualTo(new Outcome.Stale("tenant shop: it is of version 1, not 2"));
        assertThat(done(put(SITE, tenant("shop"), "displayName: x", new Precondition.Version(1))))
                .isEqualTo(3);
        assertThat(admin.delete(SITE, tenant("none"), new Precondition.Exists()).outcome())
                .isInstanceOf(Outcome.NotFound.class);
    }

    @Test
    void files_objects_areReadOnlyAndGoTogetherWithThoseOfTheApi() throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("r.yaml"),
                        "tenants:\n  - name: shop\nclusters:\n  - {name: of-file, tenant: late}\n");
        registry.close();
        assertThatThrownBy(() -> open(Optional.of(file)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("r.yaml:4:5: of-file: its tenant late is not registered");
        Files.writeString(file, "tenants:\n  - name: shop\n");
        open(Optional.of(file));

        assertThat(put(SITE, tenant("shop"), "displayName: x").outcome())
                .isEqualTo(
                        new Outcome.Conflict(
                                "tenant shop is declared in a file, and changed only there: "
                                        + file
                                        + ":2:5"));
        assertThat(admin.delete(SITE, tenant("shop"), NONE).outcome())
                .isInstanceOf(Outcome.Conflict.class);
        assertThat(shown(SITE, tenant("shop")))
                .isEqualTo(new Shown(tenant("shop"), "{\"name\":\"shop\"}", file + ":2:5", 0));

        done(put(SITE, tenant("late"), "limits: {max_label_names_per_series: 7}"));
        done(put(SITE, cluster("of-api"), "tenant: shop"));
        Files.writeString(
                file,
                """
                tenants: [{name: shop, limits: {max_label_names_per_series: 5}}]
                clusters: [{name: of-file, tenant: late}]
                """);
        await(() -> registry.current().cluster("of-file").isPresent());
        assertThat(names("of-file")).as("of a tenant of the API").isEqualTo(7);
        assertThat(names("of-api")).as("of a tenant of the file").isEqualTo(5);

        done(put(SITE, tenant("late"), "limits: {max_label_names_per_series: 9}"));
        assertThat(names("of-file")).isEqualTo(9);

        Files.writeString(file, "tenants: [{name: shop}, {name: late}]\n");
        await(() -> !registry.warnings().isEmpty());
        assertThat(registry.warnings().getFirst())
                .contains("found tenant late again, expected it once");
        assertThat(registry.current().cluster("of-file")).isPresent();
        assertThat(problems(admin.delete(SITE, tenant("late"), NONE))).hasSize(1);
        Files.writeString(file, "tenants: [{name: shop}, {name: of-api-no-more}]\n");
        await(() -> registry.warnings().isEmpty());
        done(admin.delete(SITE, tenant("late"), NONE));
        assertThat(registry.current().tenant("late")).isEmpty();
    }

    @Test
    void file_wrongOnlyBesideTheApi_isTakenOnceThatGivesWay() throws Exception {
        registry.close();
        Path file = Files.writeString(directory.resolve("r.yaml"), "tenants: [{name: shop}]\n");
        open(Optional.of(file));
        done(put(SITE, tenant("bank"), ""));
        Files.writeString(file, "tenants: [{name: shop}, {name: bank, displayName: of file}]\n");
        await(() -> !registry.warnings().isEmpty());

        done(admin.delete(SITE, tenant("bank"), NONE));

        assertThat(registry.warnings()).isEmpty();
        assertThat(registry.current().tenant("bank").orElseThrow().displayName())
                .isEqualTo("of file");
    }

    @Test
    void tenantAdmin_doesAndSeesWhatItsTenantsAreAndNoMore() throws Exception {
        admin.apply(
                SITE,
                bytes(
                        """
                        tenants:
                          - {name: shop, aliases: [store]}
                          - {name: azure}
                          - {name: front, view: [{tenants: azure}]}
                        clusters: [{name: eu-1, tenant: shop}, {name: azure-1, tenant: azure}]
                        credentials:
                          - {name: shop-admin, roles: tenant-admin, tenants: store}
                          - {name: azure-key, roles: writer, cluster: azure-1}
                          - {name: both, roles: reader, tenants: [shop, azure]}
                          - {name: root, roles: platform-admin}
                          - {name: shop-key, roles: writer, cluster: eu-1}
                        """),
                false);
        for (ObjectKind kind : ObjectKind.values()) {
            String all = admin.list(SHOP_ADMIN, kind, Optional.empty()).toString();
            assertThat(all).doesNotContain("azure").doesNotContain("root").contains("shop");
        }
        assertThat(admin.history(SHOP_ADMIN, entry -> true, 100).toString())
                .doesNotContain("azure")
                .doesNotContain("site")
                .contains("shop-key");
        AdminCaller front = admin("f", Set.of(Role.TENANT_ADMIN), List.of("front"));
        assertThat(shown(front, tenant("front")).json()).isEqualTo("{\"name\":\"front\"}");

        for (ObjectKey foreign :
                List.of(
                        tenant("azure"),
                        tenant("none"),
                        cluster("azure-1"),
                        credential("azure-key"),
                        credential("both"),
                        credential("root"),
                        credential("shop-admin"),
                        tenant("shop"))) {
            Outcome no = new Outcome.Forbidden("shop-admin may not see to " + foreign);
            assertThat(put(SHOP_ADMIN, foreign, "{}").outcome()).isEqualTo(no);
            assertThat(admin.delete(SHOP_ADMIN, foreign, NONE).outcome()).isEqualTo(no);
        }
        assertThat(admin.find(SHOP_ADMIN, cluster("azure-1"))).isEmpty();
        assertThat(
                        admin.unseen(SHOP_ADMIN, cluster("azure-1"))
                                .toString()
                                .replace("azure-1", "none"))
                .isEqualTo(admin.unseen(SHOP_ADMIN, cluster("none")).toString());
        assertThat(refused).isNotEmpty();

        forbidden(cluster("x"), "tenant: azure");
        forbidden(cluster("x"), "tenant: none");
        forbidden(cluster("eu-1"), "tenant: azure");
        forbidden(cluster("x"), "{tenant: shop, limits: {max_label_names_per_series: 1000}}");
        forbidden(cluster("x"), "{tenant: shop, id: 6f1f2d6e-3c52-4f0a-9c1e-0c8c0a3f7a10}");
        forbidden(credential("x"), "{roles: reader, tenants: [shop, azure]}");
        forbidden(credential("x"), "{roles: reader, tenants: '*'}");
        forbidden(credential("x"), "{roles: writer, cluster: azure-1}");
        forbidden(credential("x"), "{roles: writer, cluster: none}");
        forbidden(credential("x"), "{roles: [reader, tenant-admin], tenants: shop}");
        forbidden(credential("x"), "{roles: platform-admin}");
        forbidden(credential("x"), "{roles: auditor, tenants: shop}");
        forbidden(credential("x"), "{roles: writer, tenants: shop, backlog: true}");
        assertThat(
                        problems(
                                put(
                                        SHOP_ADMIN,
                                        credential("x"),
                                        "{roles: reader, tenants: shop, token: {id: a, hash: b}}")))
                .containsExactly("token: expected none, so that one is made, or a password");
        AdminCaller part =
                new AdminCaller(
                        new Caller(
                                "part",
                                false,
                                Set.of(Role.TENANT_ADMIN),
                                new Granted.Listed(List.of("shop")),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(new Matcher(Matcher.Type.EQUAL, "app", "web")),
                                false,
                                false),
                        "192.0.2.1");
        assertThat(put(part, credential("x"), "{roles: reader, tenants: shop}").outcome())
                .isInstanceOf(Outcome.Forbidden.class);
        done(put(part, credential("x"), "{roles: reader, tenants: shop, match: app=web}"));

        done(put(SHOP_ADMIN, cluster("eu-2"), "{tenant: store, labels: {region: eu}}"));
        assertThat(
                        put(SHOP_ADMIN, credential("eu-2-key"), "{roles: writer, cluster: eu-2}")
                                .tokens())
                .containsKey("eu-2-key");
        done(admin.rotate(SHOP_ADMIN, "eu-2-key", NONE));
        assertThat(problems(admin.delete(SHOP_ADMIN, cluster("eu-2"), NONE)).getFirst())
                .startsWith("it does not go together");
        done(admin.delete(SHOP_ADMIN, credential("eu-2-key"), NONE));
        done(admin.delete(SHOP_ADMIN, cluster("eu-2"), NONE));
    }

    @Test
    void diskFull_change_isNotInForce() throws Exception {
        done(put(SITE, tenant("shop"), ""));
        disk.limitBytes(200);

        assertThatIOException()
                .isThrownBy(() -> put(SITE, tenant("bank"), "displayName: " + "x".repeat(500)));
        assertThat(registry.current().tenant("bank")).isEmpty();
        disk.limitBytes(Long.MAX_VALUE);
        done(put(SITE, tenant("bank"), ""));
        reopen();
        assertThat(registry.current().tenants()).hasSize(2);
        assertThat(registry.current().tenant("bank").orElseThrow().displayName()).isEmpty();
    }

    @Test
    void manyAtOnce_createAndCount_loseNothing() throws Exception {
        int threads = 8;
        int each = 40;
        done(put(SITE, tenant("count"), "displayName: '0'"));
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                running.add(
                        pool.submit(() -> {
                            for (int i = 0; i < each; i++) {
                                done(put(SITE, tenant("t-" + thread + "-" + i), ""));
                                countUp();
                            }
                            return thread;
                        }));
            }
            for (Future<?> one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
        reopen();
        assertThat(registry.current().tenants()).hasSize(threads * each + 1);
        assertThat(registry.current().tenant("count").orElseThrow().displayName())
                .isEqualTo(Integer.toString(threads * each));
        assertThat(registry.version()).isEqualTo(2L * threads * each + 1);
    }

    private void countUp() throws IOException {
        while (true) {
            Shown now = shown(SITE, tenant("count"));
            int count = Integer.parseInt(now.json().replaceAll("\\D", ""));
            Answer answer =
                    put(
                            SITE,
                            tenant("count"),
                            "displayName: '%d'".formatted(count + 1),
                            new Precondition.Version(now.version()));
            if (answer.outcome() instanceof Outcome.Done) {
                return;
            }
            assertThat(answer.outcome()).isInstanceOf(Outcome.Stale.class);
        }
    }

    @Test
    void tenThousandTenants_oneByOne_takeSeconds() throws Exception {
        int count = 10_000;
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            done(put(SITE, tenant("tenant-" + i), "displayName: Tenant number " + i));
        }
        long made = System.nanoTime();
        reopen();
        long opened = System.nanoTime();
        assertThat(registry.current().tenants()).hasSize(count);
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                "10,000 tenants one by one: %d ms, opened again in %d ms, heap in use %d MiB%n",
                TimeUnit.NANOSECONDS.toMillis(made - began),
                TimeUnit.NANOSECONDS.toMillis(opened - made),
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        assertThat(TimeUnit.NANOSECONDS.toMinutes(made - began)).isLessThan(4);
    }

    private void forbidden(ObjectKey key, String body) throws IOException {
        assertThat(put(SHOP_ADMIN, key, body).outcome())
                .as(body)
                .isInstanceOf(Outcome.Forbidden.class)
                .extracting(Object::toString)
                .asString()
                .doesNotContain("azure");
    }

    private int names(String cluster) {
        return LabelLimits.of(registry.current().cluster(cluster).orElseThrow().config())
                .namesPerSeries();
    }

    private Shown shown(AdminCaller caller, ObjectKey key) {
        return admin.find(caller, key).orElseThrow();
    }

    private Answer put(AdminCaller caller, ObjectKey key, String body) throws IOException {
        return put(caller, key, body, NONE);
    }

    private Answer put(AdminCaller caller, ObjectKey key, String body, Precondition precondition)
            throws IOException {
        return admin.put(caller, key, bytes(body), precondition);
    }

    private static long done(Answer answer) {
        assertThat(answer.outcome()).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done) answer.outcome()).version();
    }

    private static List<String> problems(Answer answer) {
        assertThat(answer.outcome()).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) answer.outcome()).problems();
    }

    private void reopen() throws Exception {
        registry.close();
        open(Optional.empty());
    }

    private void open(Optional<Path> file) throws Exception {
        registry =
                Registry.open(
                        file,
                        Optional.of(RegistryJournal.open(disk, Path.of("registry"))),
                        SETTINGS,
                        new SystemClock());
        admin =
                new RegistryAdmin(
                        registry,
                        new CredentialMint(new SecureRandom()),
                        new AdminWitness() {
                            @Override
                            public void changed(HistoryEntry change) {
                                witnessed.add(change);
                            }

                            @Override
                            public void refused(String who, String from, String what) {
                                refused.add(who + " " + from + " " + what);
                            }
                        });
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("never").isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectKey tenant(String name) {
        return new ObjectKey(ObjectKind.TENANT, name);
    }

    private static ObjectKey cluster(String name) {
        return new ObjectKey(ObjectKind.CLUSTER, name);
    }

    private static ObjectKey credential(String name) {
        return new ObjectKey(ObjectKind.CREDENTIAL, name);
    }

    private static AdminCaller admin(String name, Set<Role> roles, List<String> tenants) {
        return new AdminCaller(
                new Caller(
                        name,
                        false,
                        roles,
                        new Granted.Listed(tenants),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        false,
                        false),
                "192.0.2.1");
    }
}
