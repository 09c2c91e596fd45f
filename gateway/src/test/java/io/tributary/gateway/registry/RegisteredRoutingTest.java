package io.tributary.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.labels.LabelLimits;
import io.tributary.gateway.quarantine.QuarantineKey;
import io.tributary.gateway.routing.RoutingPolicy;
import io.tributary.gateway.routing.RoutingPolicy.Otherwise;
import io.tributary.gateway.routing.RoutingPolicy.Take;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.yaml.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisteredRoutingTest {
    private static final PolicySettings SETTINGS =
            new PolicySettings(
                    Config.defaults(LabelLimits.SETTINGS),
                    LabelLimits.SETTINGS,
                    LabelLimits.SETTINGS);

    private static final String GOOD =
            """
            tenants:
              - {name: platform, aliases: [0]}
              - {name: shop}
              - {name: team-a}
              - {name: team-b, routed: refuse}
              - {name: all, view: [{tenants: "*"}]}
            clusters:
              - name: eu-1
                tenant: platform
                quarantines: [{name: q, state: released}]
                routing:
                  labels: [tenant_id, namespace]
                  take: all
                  template: "team-{{ team }}"
                  prefix: eu-
                  tenants: [shop]
                  tenantPrefixes: [team-]
                  default: [0]
                  replicate: [platform]
                  unknown: drop
                  missing: reject
                  remove: true
              - {name: eu-2, tenant: shop, routing: {}}
            credentials:
              - name: all
                certificate: {dns: sender}
                roles: writer
                tenants: [platform]
                routing: {labels: tenant_id, anyTenant: true}
            """;

    @Test
    void routing_asDeclared_isRead() {
        RegistrySnapshot now = snapshot(GOOD, new Problems()).orElseThrow();
        RoutingPolicy policy = now.cluster("eu-1").orElseThrow().routing().orElseThrow();

        assertThat(policy.labels()).containsExactly("tenant_id", "namespace");
        assertThat(policy.choosing()).containsExactly("tenant_id", "namespace", "team");
        assertThat(policy.template().orElseThrow().texts()).containsExactly("team-", "");
        assertThat(policy.take()).isEqualTo(Take.ALL);
        assertThat(policy.prefix()).isEqualTo("eu-");
        assertThat(policy.listed()).containsExactly("shop", "0", "platform");
        assertThat(policy.unknown()).isEqualTo(Otherwise.DROP);
        assertThat(policy.missing()).isEqualTo(Otherwise.REJECT);
        assertThat(policy.remove()).isTrue();
    }

    @Test
    void routing_ofWhichNothingIsSaid_takesTheFirstAndRejectsWhatIsUnknown() {
        RegistrySnapshot now = snapshot(GOOD, new Problems()).orElseThrow();
        RoutingPolicy policy = now.cluster("eu-2").orElseThrow().routing().orElseThrow();

        assertThat(policy.isFixed()).isTrue();
        assertThat(policy.take()).isEqualTo(Take.FIRST);
        assertThat(policy.unknown()).isEqualTo(Otherwise.REJECT);
        assertThat(policy.missing()).isEqualTo(Otherwise.DEFAULT);
        assertThat(policy.granted()).isEqualTo(RoutingPolicy.Grants.NONE);
        assertThat(policy.remove()).isFalse();
    }

    /// By list, by rule, by an alias of one that is listed.
    @Test
    void isGranted_eachTenant_byListAndRule() {
        RegistrySnapshot now = snapshot(GOOD, new Problems()).orElseThrow();
        RoutingPolicy some = now.cluster("eu-1").orElseThrow().routing().orElseThrow();
        RoutingPolicy none = now.cluster("eu-2").orElseThrow().routing().orElseThrow();
        RoutingPolicy any = now.credential("all").orElseThrow().routing().orElseThrow();

        assertThat(granted(now, some)).containsExactly("platform", "shop", "team-a", "team-b");
        assertThat(granted(now, none)).isEmpty();
        assertThat(granted(now, any)).hasSize(now.tenants().size());
    }

    /// A cluster that may write to a tenant is one of those whose name nobody else may bear there.
    @Test
    void clusterLabels_ofATenantThatIsRoutedTo_haveTheRoutingCluster() {
        RegistrySnapshot now = snapshot(GOOD, new Problems()).orElseThrow();

        assertThat(now.clusterLabels(now.tenant("shop").orElseThrow()))
                .containsExactlyInAnyOrder("eu-1", "eu-2");
        assertThat(now.clusterLabels(now.tenant("team-a").orElseThrow())).containsExactly("eu-1");
        assertThat(now.clusterLabels(now.tenant("platform").orElseThrow())).containsExactly("eu-1");
    }

    @Test
    void released_ofATenantThatIsRoutedTo_hasWhatTheRoutingClusterWrote() {
        RegistrySnapshot now = snapshot(GOOD, new Problems()).orElseThrow();
        QuarantineKey key =
                new QuarantineKey(now.cluster("eu-1").orElseThrow().id(), Optional.empty(), "q");

        for (String tenant : List.of("platform", "shop", "team-a")) {
            assertThat(now.released(now.tenant(tenant).orElseThrow())).containsExactly(key);
        }
    }

    /// Each row puts a text in place of another, and says what is told of it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    take: all           | take: last              | r.yaml:13:13: clusters[0].routing.take: found last, expected one of first, all
                    unknown: drop       | unknown: keep           | clusters[0].routing.unknown: found keep, expected one of reject, drop, default
                    missing: reject     | mising: reject          | clusters[0].routing.mising: found an unknown key
                    tenants: [shop]     | tenants: [shop, ""]     | clusters[0].routing.tenants: tenant name is empty
                    tenants: [shop]     | tenants: "*"            | found "*", expected names of tenants; every tenant is granted by anyTenant: true alone
                    tenants: [shop]     | tenants: [bank]         | its routing names tenant bank, which is not registered
                    tenants: [shop]     | tenants: [all]          | its routing names all, a view: nothing is written there
                    default: [0]        | default: [a/b]          | clusters[0].routing.default: tenant name "a/b" has a character
                    [team-]             | [""]                    | found nothing, with which every name begins
                    [team-]             | ["a/b"]                 | clusters[0].routing.tenantPrefixes: tenant name "a/bx" has a character
                    prefix: eu-         | prefix: eu/             | clusters[0].routing.prefix:
                    team-{{ team }}     | team-                   | clusters[0].routing.template: found team-: no label, expected one at least
                    team-{{ team }}     | team-{{team             | {{ without }}
                    {{ team }}          | {{}}                    | expected the name of a label that may choose a tenant
                    [tenant_id, namespace] | [__name__]           | clusters[0].routing.labels: found __name__, expected the name of a label
                    routing: {}         | routing: {remove: true} | found none and no template, beside prefix, remove or take
                    roles: writer       | roles: reader           | found routing and not the role writer
                    tenants: [platform] | cluster: eu-1           | found both routing and a cluster, expected the routing at the cluster
                    routed: refuse      | routed: no              | found no, expected accept or refuse
                    """)
    void wrong_anything_isTold(String text, String instead, String told) {
        assertThat(GOOD).contains(text);
        Problems problems = new Problems();

        Optional<RegistrySnapshot> read =
                snapshot(
                        GOOD.replaceFirst(Pattern.quote(text), Matcher.quoteReplacement(instead)),
                        problems);

        assertThat(read).isEmpty();
        assertThat(problems.all()).anyMatch(problem -> problem.contains(told));
    }

    private static List<String> granted(RegistrySnapshot now, RoutingPolicy policy) {
        return now.tenants().stream()
                .filter(tenant -> now.isGranted(policy, tenant))
                .map(TenantEntry::name)
                .toList();
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
