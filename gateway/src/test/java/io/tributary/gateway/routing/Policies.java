package io.tributary.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.RoutePolicy;
import io.tributary.runtime.yaml.Fields;
import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Policies as text, and tenants for them: `own` is the sender's, `refuses` takes nothing.
final class Policies {
    static final List<String> TENANTS =
            List.of("own", "a", "b", "c", "team-a", "team-b", "refuses", "eu-a");

    private static final Map<String, Route> ROUTES = new ConcurrentHashMap<>();

    private Policies() {}

    /// @param fields those of `routing`, as YAML in braces has them
    static RoutingPolicy policy(String fields) {
        Problems problems = new Problems();
        byte[] text = "routing: {%s}".formatted(fields).getBytes(StandardCharsets.UTF_8);
        RoutingPolicy policy =
                YamlTree.read("policy", text, text.length, problems)
                        .flatMap(section -> RoutingReader.read(new Fields(section, "", problems)))
                        .orElseThrow();
        assertThat(problems.all()).isEmpty();
        return policy;
    }

    static Router router(RoutingPolicy policy, Dialect dialect, FamilyIndex families) {
        return new Router(
                "sender",
                policy.resolved("own", name -> name),
                dialect,
                name -> named(policy, name, dialect),
                families);
    }

    /// Whether a policy grants a tenant, in plain words.
    static boolean isGranted(RoutingPolicy policy, String name) {
        return name.equals("own")
                || (TENANTS.contains(name)
                        && (policy.granted().any()
                                || policy.listed().contains(name)
                                || policy.granted().prefixes().stream()
                                        .anyMatch(name::startsWith)));
    }

    static Labels labels(String text) {
        Labels.Builder labels = new Labels.Builder();
        labels.set("__name__", "m");
        if (!text.isBlank()) {
            for (String pair : text.split(",", -1)) {
                String[] both = pair.strip().split("=", 2);
                labels.set(both[0], both[1]);
            }
        }
        return labels.build();
    }

    private static RoutedTenants.Named named(RoutingPolicy policy, String name, Dialect dialect) {
        if (!isGranted(policy, name)) {
            return new RoutedTenants.Named.Nothing(RoutingFault.TENANT_UNKNOWN);
        }
        return name.equals("refuses")
                ? new RoutedTenants.Named.Nothing(RoutingFault.TENANT_REFUSES)
                : new RoutedTenants.Named.To(route(name, dialect));
    }

    static Route route(String name, Dialect dialect) {
        return ROUTES.computeIfAbsent(
                name + " " + dialect,
                _ ->
                        new Route(
                                ROUTES.size() + 1,
                                new Tenant(
                                        UUID.nameUUIDFromBytes(
                                                name.getBytes(StandardCharsets.UTF_8)),
                                        name),
                                dialect,
                                false,
                                0,
                                RoutePolicy.NONE));
    }
}
