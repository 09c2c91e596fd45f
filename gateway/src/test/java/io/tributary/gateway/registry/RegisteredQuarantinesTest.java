package io.tributary.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.labels.LabelLimits;
import io.tributary.gateway.quarantine.QuarantineKey;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.yaml.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisteredQuarantinesTest {
    private static final PolicySettings SETTINGS =
            new PolicySettings(
                    Config.defaults(LabelLimits.SETTINGS),
                    LabelLimits.SETTINGS,
                    LabelLimits.SETTINGS);

    private static final UUID HELD = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final UUID FREE = UUID.fromString("00000000-0000-4000-8000-000000000002");

    private static final String GOOD =
            """
            tenants:
              - {name: shop, aliases: [store], id: 6f1f2d6e-3c52-4f0a-9c1e-0c8c0a3f7a10}
              - name: bank
            clusters:
              - name: eu-1
                tenant: store
                quarantines:
                  - {name: incident-6, state: released}
                  - {name: incident-7, state: held}
                  - {name: incident-5, state: dropped}
              - {name: eu-2, tenant: bank}
            agents:
              - id: 00000000-0000-4000-8000-000000000001
                cluster: eu-1
                quarantines: [{name: odd, state: held}, {name: old, state: released}]
              - {id: 00000000-0000-4000-8000-000000000002}
            """;

    @Test
    void snapshot_ofWhatIsDeclared_knowsWhereWritesAreKeptAndWhatIsRead() {
        Problems problems = new Problems();
        RegistrySnapshot now = snapshot(GOOD, problems).orElseThrow();
        ClusterEntry eu1 = now.cluster("eu-1").orElseThrow();
        ClusterEntry eu2 = now.cluster("eu-2").orElseThrow();

        assertThat(now.held(eu1, Optional.empty()))
                .hasValue(new QuarantineKey(eu1.id(), Optional.empty(), "incident-7"));
        assertThat(now.held(eu1, Optional.of(FREE))).isEqualTo(now.held(eu1, Optional.empty()));
        assertThat(now.held(eu1, Optional.of(HELD)))
                .hasValue(new QuarantineKey(eu1.id(), Optional.of(HELD), "odd"));
        assertThat(now.held(eu2, Optional.empty())).isEmpty();
        assertThat(now.released(now.tenant("shop").orElseThrow()))
                .containsExactly(
                        new QuarantineKey(eu1.id(), Optional.empty(), "incident-6"),
                        new QuarantineKey(eu1.id(), Optional.of(HELD), "old"));
        assertThat(now.released(now.tenant("bank").orElseThrow())).isEmpty();
        assertThat(now.heldAgents(eu1)).extracting(AgentEntry::id).containsExactly(HELD);
        assertThat(now.heldAgents(eu2)).isEmpty();
    }

    /// Each row puts a text in place of another, and says what is told of it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    state: released}           | state: free}    | clusters[0].quarantines[0].state: found free, expected held, released or dropped
                    state: released}           | state: held}    | found held, while incident-6 is held, expected one at most: release or drop that first
                    , state: released}         | }               | clusters[0].quarantines[0].state:
                    {name: incident-6, state   | {state          | clusters[0].quarantines[0].name:
                    name: incident-6           | name: a/b       | quarantine name "a/b" has a character that is not allowed
                    name: incident-6           | name: incident-7 | found incident-7 again, expected it once
                    name: incident-6           | name: incident-6, why: x | quarantines[0].why: found an unknown key
                    cluster: eu-1              | state: active   | found quarantines and no cluster, expected the name of the agent's cluster
                    cluster: eu-1              | cluster: eu-9   | its cluster eu-9 is not registered
                    6f1f2d6e-3c52-4f0a-9c1e-0c8c0a3f7a10 | 6f1f2d6e-3c52-8f0a-9c1e-0c8c0a3f7a10 | its id 6f1f2d6e-3c52-8f0a-9c1e-0c8c0a3f7a10 is of version 8
                    """)
    void wrong_anything_isTold(String text, String instead, String told) {
        assertThat(GOOD).contains(text);
        Problems problems = new Problems();

        snapshot(
                GOOD.replaceFirst(Pattern.quote(text), Matcher.quoteReplacement(instead)),
                problems);

        assertThat(problems.all()).anyMatch(problem -> problem.contains(told));
    }

    @Test
    void moreThanThereMayBe_areTold() {
        String many =
                IntStream.range(0, 101)
                        .mapToObj("{name: q%d, state: dropped}"::formatted)
                        .collect(Collectors.joining(", ", "[", "]"));
        Problems problems = new Problems();

        snapshot(
                "tenants: [{name: a}]\nclusters: [{name: c, tenant: a, quarantines: " + many + "}]",
                problems);

        assertThat(problems.all())
                .singleElement()
                .asString()
                .contains("clusters[0].quarantines: found 101, expected at most 100");
    }

    private static Optional<RegistrySnapshot> snapshot(String text, Problems problems) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put("r.yaml", text.getBytes(StandardCharsets.UTF_8));
        RegistryFiles read = RegistryFiles.parse(files, SETTINGS, Map.of(), problems);
        return problems.isEmpty()
                ? WholeCheck.snapshot(1, read.objects(), problems)
                : Optional.empty();
    }
}
