package io.tributary.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.WriteBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
    /// A policy, the labels of a series besides its name, where it goes; behind `!` why it is
    /// refused, behind `-` why it does not go elsewhere.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                                                  | ''                       | own
                    ''                                                  | t=a                      | own
                    default: [a, b]                                     | t=c                      | a b
                    default: [a, a]                                     | ''                       | a
                    replicate: [c]                                      | ''                       | own c
                    replicate: [own]                                    | ''                       | own
                    labels: [t], tenants: [a]                           | t=a                      | a
                    labels: [t], tenants: [a]                           | t=own                    | own
                    labels: [t], tenants: [a]                           | t=b                      | ! tenant_unknown
                    labels: [t], tenants: [a]                           | t=nobody                 | ! tenant_unknown
                    labels: [t], tenants: [a]                           | ''                       | own
                    labels: [t], tenants: [a]                           | u=a                      | own
                    labels: [t], tenants: [a], missing: reject          | ''                       | ! tenant_missing
                    labels: [t], tenants: [a], missing: drop            | ''                       | - tenant_missing
                    labels: [t], tenants: [a], unknown: drop            | t=b                      | - tenant_unknown
                    labels: [t], tenants: [a], unknown: default         | t=b                      | own
                    labels: [t], tenants: [a], unknown: default, default: [c] | t=b                | c
                    labels: [t], tenants: [a], default: [c]             | t=c                      | c
                    labels: [t], tenants: [a], replicate: [b]           | t=b                      | b
                    labels: [t], tenants: [a], replicate: [b]           | t=a                      | a b
                    labels: [t], tenants: [a], replicate: [b]           | t=c                      | ! tenant_unknown
                    labels: [t], tenants: [a], replicate: [b], unknown: drop | t=c                 | b - tenant_unknown
                    labels: [t], tenants: [a], replicate: [b], missing: drop | ''                  | b - tenant_missing
                    """)
    void way_byOneLabel_isAsThePolicySays(String policy, String labels, String expected) {
        assertThat(shown(policy, labels)).isEqualTo(expected);
    }

    @Test
    void route_manyEntriesOfMetadata_asksForATenantOnce() {
        RoutingPolicy policy = Policies.policy("labels: [t], tenants: [a, b]");
        List<String> asked = new ArrayList<>();
        Router router =
                new Router(
                        "sender",
                        policy.resolved("own", name -> name),
                        Dialect.SYMBOLS,
                        name -> {
                            asked.add(name);
                            return new RoutedTenants.Named.To(
                                    Policies.route(name, Dialect.SYMBOLS));
                        },
                        new FamilyIndex());
        BatchText text = new BatchText(Dialect.SYMBOLS);
        text.add(Map.of("__name__", "x", "t", "a"));
        text.add(Map.of("__name__", "x", "t", "b"));
        for (int i = 0; i < 10; i++) {
            text.addFamily("x");
        }
        WriteBatch batch = text.begin();
        text.beginSeries(0);
        text.beginSeries(1);
        text.endFamilies();
        RoutedWrite routed = new RoutedWrite();

        router.route(batch, routed);

        assertThat(routed.metadataCount(0)).isEqualTo(10);
        assertThat(routed.metadataCount(1)).isEqualTo(10);
        assertThat(asked).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    labels: [t, u], tenants: [a, b]                     | t=a,u=b                  | a
                    labels: [u, t], tenants: [a, b]                     | t=a,u=b                  | b
                    labels: [t, u], tenants: [a, b]                     | u=b                      | b
                    labels: [t, u], tenants: [a, b]                     | t=c,u=b                  | ! tenant_unknown
                    labels: [t, u], take: all, tenants: [a, b]          | t=a,u=b                  | a b
                    labels: [t, u], take: all, tenants: [a, b]          | t=a,u=a                  | a
                    labels: [t, u], take: all, tenants: [a, b]          | t=a,u=c                  | ! tenant_unknown
                    labels: [t, u], take: all, tenants: [a, b], unknown: drop | t=a,u=c            | a - tenant_unknown
                    labels: [t, u], take: all, tenants: [a, b], unknown: default | t=a,u=c         | a own
                    labels: [t], anyTenant: true                        | t=c                      | c
                    labels: [t], anyTenant: true                        | t=nobody                 | ! tenant_unknown
                    labels: [t], tenantPrefixes: [team-]                | t=team-b                 | team-b
                    labels: [t], tenantPrefixes: [team-]                | t=team-x                 | ! tenant_unknown
                    labels: [t], tenantPrefixes: [team-]                | t=a                      | ! tenant_unknown
                    labels: [t], tenants: [a, eu-a], prefix: eu-        | t=a                      | eu-a
                    labels: [t], tenants: [a], prefix: eu-              | t=a                      | ! tenant_unknown
                    template: 'team-{{ns}}', tenantPrefixes: [team-]    | ns=a                     | team-a
                    template: 'team-{{ns}}', tenantPrefixes: [team-]    | t=a                      | own
                    template: '{{t}}-{{ns}}', tenantPrefixes: [team-]   | t=team,ns=b              | team-b
                    template: '{{t}}-{{ns}}', tenantPrefixes: [team-]   | t=team                   | own
                    template: '{{t}}-{{ns}}', tenantPrefixes: [team-], missing: reject | t=team    | ! tenant_missing
                    labels: [t], template: 'team-{{ns}}', tenantPrefixes: [team-], tenants: [a] | t=a,ns=a | a
                    labels: [t], template: 'team-{{ns}}', tenantPrefixes: [team-], tenants: [a] | ns=a | team-a
                    labels: [t], template: 'team-{{ns}}', tenantPrefixes: [team-], tenants: [a], take: all | t=a,ns=a | a team-a
                    labels: [t], tenants: [refuses]                     | t=refuses                | ! tenant_refuses
                    labels: [t], tenants: [refuses], unknown: default   | t=refuses                | own
                    default: [refuses]                                  | ''                       | ! tenant_refuses
                    default: [refuses, a]                               | ''                       | a
                    replicate: [refuses, a]                             | ''                       | own a
                    """)
    void way_bySeveralLabels_isAsThePolicySays(String policy, String labels, String expected) {
        assertThat(shown(policy, labels)).isEqualTo(expected);
    }

    @Test
    void way_ofNamesThatAreNone_showsThem() {
        Way way =
                way(
                        "labels: [t, u], take: all, tenants: [a], unknown: drop",
                        "t=" + "x".repeat(200) + ",u=a");

        assertThat(way.names())
                .containsExactly(
                        new Way.Name(
                                "x".repeat(200), "t", Optional.of(RoutingFault.TENANT_UNKNOWN)),
                        new Way.Name("a", "u", Optional.empty()));
        assertThat(way.tenants()).extracting(Tenant::name).containsExactly("a");
        assertThat(way.detail())
                .isEqualTo(
                        "labels name \"%s…\", and that is no tenant this sender may write to: series of \"m\""
                                .formatted("x".repeat(100)));
    }

    @Test
    void route_seriesOfMoreTenantsThanThereMayBe_refusesThoseBeyond() {
        int count = RoutedWrite.TENANTS_MAX + 5;
        Router router =
                new Router(
                        "sender",
                        Policies.policy("labels: [t], anyTenant: true")
                                .resolved("own", name -> name),
                        Dialect.REMOTE_WRITE_1,
                        name ->
                                new RoutedTenants.Named.To(
                                        Policies.route(name, Dialect.REMOTE_WRITE_1)),
                        new FamilyIndex());
        BatchText text = new BatchText(Dialect.REMOTE_WRITE_1);
        for (int i = 0; i < count; i++) {
            text.add(Map.of("__name__", "m", "t", "t" + i));
        }
        text.add(Map.of("__name__", "m", "t", "t7"));
        WriteBatch batch = text.begin();
        for (int i = 0; i <= count; i++) {
            text.beginSeries(i);
            batch.addSample(1, i);
        }
        RoutedWrite routed = new RoutedWrite();

        router.route(batch, routed);

        assertThat(routed.partCount()).isEqualTo(RoutedWrite.TENANTS_MAX);
        assertThat(routed.sampleCount(7)).isEqualTo(2);
        assertThat(routed.refusedOnTheWay()).containsOnly(Map.entry("too_many_tenants", 5));
        assertThat(routed.firstRefusal())
                .isEqualTo("series of more than 1024 tenants in one request");
    }

    private static String shown(String policy, String labels) {
        Way way = way(policy, labels);
        return Stream.of(
                        way.tenants().stream().map(Tenant::name),
                        words("!", way.refused()),
                        words("-", way.dropped()))
                .flatMap(part -> part)
                .collect(Collectors.joining(" "));
    }

    private static Stream<String> words(String sign, List<RoutingFault> faults) {
        return faults.stream().map(fault -> sign + " " + fault.word());
    }

    private static Way way(String policy, String labels) {
        Map<String, String> series = new LinkedHashMap<>();
        Policies.labels(labels).asList().forEach(of -> series.put(of.name(), of.value()));
        BatchText text = new BatchText(Dialect.SYMBOLS);
        text.add(series);
        WriteBatch batch = text.begin();
        text.beginSeries(0);
        return Policies.router(Policies.policy(policy), Dialect.SYMBOLS, new FamilyIndex())
                .way(batch, 0);
    }
}
