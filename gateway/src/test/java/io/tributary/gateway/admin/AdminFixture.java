package io.tributary.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.admin.Enrolments.Enrolled;
import io.tributary.gateway.admin.RegistryAdmin.Answer;
import io.tributary.gateway.admin.RegistryAdmin.Shown;
import io.tributary.gateway.frozen.FrozenSettings;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.labels.LabelLimits;
import io.tributary.gateway.registry.ChangeProposal.Outcome;
import io.tributary.gateway.registry.Granted;
import io.tributary.gateway.registry.PolicySettings;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.Role;
import io.tributary.gateway.registry.journal.HistoryEntry;
import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.gateway.registry.journal.RegistryJournal;
import io.tributary.gateway.secret.CredentialMint;
import io.tributary.model.Tenant;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A registry that its API changes, over a disk that can fail.
abstract class AdminFixture {
    static final PolicySettings SETTINGS =
            new PolicySettings(
                    Config.defaults(LabelLimits.SETTINGS),
                    LabelLimits.SETTINGS,
                    LabelLimits.SETTINGS);

    static final AdminCaller SITE = admin("site", Set.of(Role.PLATFORM_ADMIN), List.of());
    static final AdminCaller SHOP_ADMIN =
            admin("shop-admin", Set.of(Role.TENANT_ADMIN), List.of("store"));
    static final Instant CAME = Instant.parse("2026-03-01T12:00:00Z");
    static final Precondition NONE = new Precondition.None();

    final SimulatedDisk disk = new SimulatedDisk(3);
    final List<HistoryEntry> witnessed = Collections.synchronizedList(new ArrayList<>());
    final List<String> refused = new ArrayList<>();
    final List<String> replaced = new ArrayList<>();
    final Map<UUID, Enrolled> certificates = new LinkedHashMap<>();

    /// What stands in {@link #certificates}.
    final Enrolments enrolments =
            new Enrolments() {
                @Override
                public Optional<Enrolled> find(UUID agent) {
                    return Optional.ofNullable(certificates.get(agent));
                }

                @Override
                public List<Enrolled> all() {
                    return List.copyOf(certificates.values());
                }
            };

    Registry registry;
    RegistryAdmin admin;

    /// Limits of labels are.
    FrozenTenants frozen;

    @TempDir Path directory;

    @BeforeEach
    void open() throws Exception {
        open(Optional.empty());
    }

    @AfterEach
    void close() throws IOException {
        registry.close();
    }

    Shown shown(AdminCaller caller, ObjectKey key) {
        return admin.find(caller, key).orElseThrow();
    }

    Answer put(AdminCaller caller, ObjectKey key, String body) throws IOException {
        return put(caller, key, body, NONE);
    }

    Answer put(AdminCaller caller, ObjectKey key, String body, Precondition precondition)
            throws IOException {
        return admin.put(caller, key, bytes(body), precondition, false);
    }

    Answer apply(AdminCaller caller, byte[] document, boolean trial) throws IOException {
        return admin.apply(caller, document, trial, false);
    }

    static long done(Answer answer) {
        assertThat(answer.outcome()).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done) answer.outcome()).version();
    }

    static List<String> problems(Answer answer) {
        assertThat(answer.outcome()).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) answer.outcome()).problems();
    }

    void reopen() throws Exception {
        registry.close();
        open(Optional.empty());
    }

    final void open(Optional<Path> file) throws Exception {
        registry =
                Registry.open(
                        file,
                        Optional.of(RegistryJournal.open(disk, Path.of("registry"))),
                        SETTINGS,
                        new SystemClock());
        AdminWitness witness =
                new AdminWitness() {
                    @Override
                    public void changed(HistoryEntry change) {
                        witnessed.add(change);
                    }

                    @Override
                    public void refused(String who, String from, String what) {
                        refused.add(who + " " + from + " " + what);
                    }

                    @Override
                    public void replaced(String who, String from, Tenant tenant, String what) {
                        replaced.add(who + " " + from + " " + tenant.name() + " " + what);
                    }
                };
        frozen =
                new FrozenTenants(
                        registry,
                        FrozenSettings.open(
                                disk,
                                Path.of("frozen"),
                                LabelLimits.SETTINGS,
                                LabelLimits::of,
                                new SystemClock()),
                        SETTINGS.config(),
                        witness);
        admin =
                new RegistryAdmin(
                        registry,
                        new CredentialMint(new SecureRandom()),
                        witness,
                        enrolments,
                        frozen);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Gives an agent a certificate for a cluster that is registered.
    UUID enrol(String cluster) {
        UUID id = UUID.randomUUID();
        certificates.put(
                id,
                new Enrolled(
                        id,
                        registry.current().cluster(cluster).orElseThrow().id(),
                        CAME.plusSeconds(certificates.size()),
                        CAME.plusSeconds(3_600),
                        CAME.plusSeconds(30 * 86_400)));
        return id;
    }

    static ObjectKey tenant(String name) {
        return new ObjectKey(ObjectKind.TENANT, name);
    }

    static ObjectKey cluster(String name) {
        return new ObjectKey(ObjectKind.CLUSTER, name);
    }

    static ObjectKey agent(UUID id) {
        return new ObjectKey(ObjectKind.AGENT, id.toString());
    }

    static ObjectKey credential(String name) {
        return new ObjectKey(ObjectKind.CREDENTIAL, name);
    }

    static AdminCaller admin(String name, Set<Role> roles, List<String> tenants) {
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
                        Optional.empty()),
                "192.0.2.1");
    }
}
