package io.tributary.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.gateway.labels.LabelLimits;
import io.tributary.model.Labels;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.yaml.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryTest {
    private static final PolicySettings SETTINGS =
            new PolicySettings(
                    Config.defaults(LabelLimits.SETTINGS),
                    LabelLimits.SETTINGS,
                    LabelLimits.SETTINGS);

    private static final String HASH =
            "\"$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"";

    private static final String GOOD =
            """
            tenants:
              - name: shop
                displayName: The shop
                aliases: [store, boutique]
                limits:
                  max_label_names_per_series: 12
              - name: bank
                id: 6f1f2d6e-3c52-4f0a-9c1e-0c8c0a3f7a10
              - name: frontends
                view:
                  - tenants: [shop]
                    match: ['app=~"front|web"', 'env!=test']
                  - tenants: "*"
                    match: app="edge"
            clusters:
              - name: eu-1
                tenant: store
                labels: {region: eu, cluster: eu-one}
                onDifference: refuse
                addresses: [10.0.0.0/8, "2001:db8::/32"]
                relabel:
                  - {action: drop, source_labels: [__name__], regex: noise_.*}
                  - {source_labels: [a, b], separator: "", target_label: ab}
                limits:
                  max_label_value_length: 100
              - name: eu-2
                tenant: bank
            credentials:
              - name: eu-1-writer
                roles: [writer]
                cluster: eu-1
                token: {id: k1, hash: HASH}
              - name: alice
                roles: [reader, tenant-admin]
                tenants: [shop, bank]
                defaultTenant: shop
                match: namespace="shop"
                password: {hash: HASH}
                expires: 2030-01-01T00:00:00Z
            """
                    .replace("HASH", HASH);

    @TempDir private Path directory;

    @Test
    void open_goodFile_knowsAllOfIt() throws Exception {
        try (Registry registry = open(GOOD)) {
            RegistrySnapshot now = registry.current();

            assertThat(now.version()).isEqualTo(1);
            TenantEntry shop = now.tenant("boutique").orElseThrow();
            assertThat(shop.name()).isEqualTo("shop");
            assertThat(shop.source()).endsWith("registry.yaml:2:5");
            assertThat(LabelLimits.of(shop.config()).namesPerSeries()).isEqualTo(12);
            TenantEntry view = now.tenant("frontends").orElseThrow();
            assertThat(view.view().getFirst().match())
                    .extracting(Object::toString)
                    .containsExactly("app=~\"front|web\"", "env!=\"test\"");
            assertThat(view.view().getLast().tenants()).isEqualTo(new Granted.Every());
            ClusterEntry cluster = now.cluster("eu-1").orElseThrow();
            assertThat(cluster.stamps()).isEqualTo(Labels.of("cluster", "eu-one", "region", "eu"));
            assertThat(cluster.difference()).isEqualTo(ClusterEntry.Difference.REFUSE);
            LabelLimits limits = LabelLimits.of(cluster.config());
            assertThat(limits.namesPerSeries()).as("the tenant's").isEqualTo(12);
            assertThat(limits.valueBytes()).as("its own").isEqualTo(100);
            assertThat(cluster.relabel().rules()).hasSize(2);
            assertThat(now.cluster("eu-2").orElseThrow().stamps())
                    .isEqualTo(Labels.of("cluster", "eu-2"));
            assertThat(now.credentialOfToken("k1").orElseThrow().name()).isEqualTo("eu-1-writer");
            assertThat(now.credential("alice").orElseThrow().roles())
                    .containsExactlyInAnyOrder(Role.READER, Role.TENANT_ADMIN);
            assertThat(registry.warnings()).isEmpty();
            assertThat(registry.isStale()).isFalse();
        }
    }

    @Test
    void open_wrongFile_isRefusedWithEveryProblemAndItsPlace() throws IOException {
        Path file = write(GOOD.replace("tenant: bank", "tenant: banc").replace("reader", "raeder"));

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(ConfigException.class)
                .message()
                .contains(
                        ":34:12: credentials[1].roles: found raeder, expected one of writer, reader,");
    }

    @Test
    void file_changed_isInForceSoonAndBrokenLeavesTheLastGoodOne() throws Exception {
        Path file = write(GOOD);
        try (Registry registry = open(file)) {
            BlockingQueue<RegistrySnapshot> seen = new LinkedBlockingQueue<>();
            registry.onChange(seen::add);

            replace(
                    file,
                    GOOD
                            + "  - {name: bob, roles: auditor, token: {id: k2, hash: "
                            + HASH
                            + "}}\n");
            RegistrySnapshot next = seen.poll(5, TimeUnit.SECONDS);
            assertThat(next.credential("bob")).isPresent();
            assertThat(next.version()).isEqualTo(2);
            assertThat(registry.current()).isSameAs(next);

            replace(file, "tenants: [");
            awaitWarning(registry, "version 2 stays in force, as what is declared is wrong");
            assertThat(registry.current()).isSameAs(next);
            assertThat(registry.isStale()).isFalse();

            replace(file, GOOD);
            assertThat(seen.poll(5, TimeUnit.SECONDS).credential("bob")).isEmpty();
            assertThat(registry.warnings()).isEmpty();
        }
    }

    @Test
    void file_gone_isTold() throws Exception {
        Path file = write(GOOD);
        try (Registry registry = open(file)) {
            Files.delete(file);

            awaitWarning(registry, "registry: it cannot be read: cannot read the file");
            assertThat(registry.current().cluster("eu-1")).isPresent();
        }
    }

    @Test
    void open_directory_readsItsFilesTogether() throws Exception {
        Files.writeString(directory.resolve("a.yaml"), "tenants: [{name: shop}]\n");
        Files.writeString(
                directory.resolve("b.json"),
                "{\"clusters\": [{\"name\": \"eu-1\", \"tenant\": \"shop\"}]}\n");
        Files.writeString(directory.resolve(".hidden.yaml"), "broken: [");
        Files.writeString(directory.resolve("notes.txt"), "broken: [");

        try (Registry registry = open(directory)) {
            assertThat(registry.current().cluster("eu-1").orElseThrow().tenant()).isEqualTo("shop");
        }
    }

    /// Each row puts a line in place of another, and says what is told of it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    aliases: [store, boutique] | aliases: [bank] | found the name or alias bank, which is that of tenant shop
                    aliases: [store, boutique] | aliases: [a/b]  | tenants[0].aliases: tenant name "a/b" has a character that is not allowed
                    name: shop                 | name: ../etc    | tenant name "../etc" has a character that is not allowed: "/"
                    name: shop                 | name: "*"       | tenant name may not be "*"
                    name: shop                 | nam: shop       | tenants[0].nam: found an unknown key
                    max_label_names_per_series: 12 | max_label_names_per_series: none | limits.max_label_names_per_series: found none, expected a whole number from 1 to 1000
                    max_label_names_per_series: 12 | max_label_name: 12 | limits.max_label_name: found an unknown key
                    id: 6f1f2d6e-3c52-4f0a-9c1e-0c8c0a3f7a10 | id: 6F | tenants[1].id: found 6F, expected a UUID in small letters
                    tenants: [shop]            | tenants: [none] | the view is of tenant none, which is not registered
                    tenants: [shop]            | tenants: [frontends] | the view is of frontends, a view itself
                    'app=~"front|web"'         | 'app=~"(a"'     | view[0].match: found app=~"(a": error parsing regexp: missing closing )
                    'app=~"front|web"'         | 'app'           | expected a condition such as namespace="shop"
                    'app=~"front|web"'         | '__tenant_id__="x"' | expected a label that series have
                    tenant: store              | tenant: nobody  | eu-1: its tenant nobody is not registered
                    tenant: store              | tenant: frontends | eu-1: its tenant frontends is a view: nothing is written there
                    onDifference: refuse       | onDifference: ask | clusters[0].onDifference: found ask, expected overwrite or refuse
                    10.0.0.0/8                 | 10.0.0.1/8      | found 10.0.0.1/8, expected an address or a range
                    10.0.0.0/8                 | 10/8            | found 10/8, expected an address or a range
                    10.0.0.0/8                 | example.org     | found example.org, expected an address or a range
                    cluster: eu-1              | cluster: eu-9   | eu-1-writer: its cluster eu-9 is not registered
                    tenants: [shop, bank]      | tenants: [shop, nowhere] | alice: its tenant nowhere is not registered
                    defaultTenant: shop        | defaultTenant: frontends | alice: its default tenant frontends is none of its tenants
                    expires: 2030-01-01T00:00:00Z | expires: soon | credentials[1].expires: found soon, expected a time such as
                    expires: 2030-01-01T00:00:00Z | importUntil: later | credentials[1].importUntil: found later, expected a time such as
                    name: alice                | name: eu-1-writer | found credential eu-1-writer again, expected it once
                    password: {hash: HASH} | token: {id: k1, hash: HASH} | its id k1 is that of eu-1-writer
                    password: {hash: HASH} | backlog: true | found none, expected one of token, password and certificate
                    password: {hash: HASH} | password: {hash: secret} | credentials[1].password.hash: hash
                    password: {hash: HASH} | password: {hash: $argon2id$v=19$m=19456,t=2} | credentials[1].password: found a key that is not known, not shown; expected hash. In braces, a hash stands in quotes
                    regex: noise_.*            | regex: "("      | clusters[0].relabel[0]: regex: found
                    action: drop               | action: dorp    | clusters[0].relabel[0]: action: found
                    target_label: ab           | target: ab      | clusters[0].relabel[1].target: found an unknown key
                    password: {hash: HASH}     | certificate: {dns: a.example, uri: "spiffe://a"} | credentials[1].certificate: expected one of uri, dns and sha256
                    password: {hash: HASH}     | certificate: {sha256: AB} | credentials[1].certificate.sha256: expected 64 hexadecimal digits
                    roles: [writer]            | roles: []       | expected at least one of writer, reader
                    """)
    void wrong_anything_isToldWithItsPlace(String line, String instead, String told) {
        String of = line.replace("HASH", HASH);
        String with = instead.replace("HASH", HASH);
        assertThat(GOOD).contains(of);

        List<String> problems =
                problems(GOOD.replaceFirst(Pattern.quote(of), Matcher.quoteReplacement(with)));

        assertThat(problems).anyMatch(problem -> problem.contains(told));
        assertThat(problems).allMatch(problem -> problem.startsWith("r.yaml:"));
    }

    @Test
    void writer_ofEveryTenant_isRefused() {
        assertThat(
                        problems(
                                """
                                tenants: [{name: a}]
                                credentials:
                                  - {name: w, roles: writer, tenants: "*", token: {id: k, hash: HASH}}
                                """
                                        .replace("HASH", HASH)))
                .singleElement()
                .asString()
                .contains("a writer may not write to every tenant");
    }

    private static List<String> problems(String text) {
        Problems problems = new Problems();
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put("r.yaml", text.getBytes(StandardCharsets.UTF_8));
        RegistryFiles read = RegistryFiles.parse(files, SETTINGS, Map.of(), problems);
        if (problems.isEmpty()) {
            assertThat(WholeCheck.snapshot(1, read.objects(), problems)).isEmpty();
        }
        return problems.all();
    }

    private Registry open(String text) throws Exception {
        return open(write(text));
    }

    private static Registry open(Path path) throws Exception {
        return Registry.open(Optional.of(path), SETTINGS, new SystemClock());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("registry.yaml"), text);
    }

    private static void replace(Path file, String text) throws IOException {
        Path next = Files.writeString(file.resolveSibling(".next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void awaitWarning(Registry registry, String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (registry.warnings().stream().noneMatch(warning -> warning.contains(text))) {
            assertThat(System.nanoTime()).as("no warning: %s", registry.warnings()).isLessThan(end);
            LockSupport.parkNanos(20_000_000L);
        }
    }
}
