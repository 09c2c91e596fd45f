package io.tributary.server.clusters;

import io.tributary.format.json.JsonWriter;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.Permission;
import io.tributary.gateway.registry.AgentEntry;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.gateway.silence.ClusterActivity;
import io.tributary.gateway.silence.ClusterActivity.Status;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.server.api.ApiAnswer;
import io.tributary.server.door.ApiRoute;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `clusters`: when each registered cluster was last heard of, and who is silent. Also as metrics.
///
/// Opened when the store is.
public final class ClustersApi implements AutoCloseable {
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final List<String> LABELS = List.of("tenant", "cluster");

    private final Registry registry;
    private volatile Optional<ClusterActivity> activity = Optional.empty();

    public ClustersApi(Registry registry, Metrics metrics) {
        this.registry = registry;
        metrics.gaugesOf(
                "tributary_cluster_last_sample_age_seconds",
                "Since a registered cluster last sent a sample that was stored",
                LABELS,
                sink -> {
                    for (Status status : statuses()) {
                        sink.value(
                                status.ageMillis() / MILLIS_PER_SECOND,
                                status.cluster().tenant(),
                                status.cluster().name());
                    }
                });
        metrics.gaugesOf(
                "tributary_cluster_silent",
                "1 where a registered cluster has sent nothing for longer than silence.after, but for times of maintenance",
                LABELS,
                sink -> {
                    for (Status status : statuses()) {
                        sink.value(
                                status.silent() ? 1 : 0,
                                status.cluster().tenant(),
                                status.cluster().name());
                    }
                });
    }

    /// Has it answer from these times.
    public void open(ClusterActivity opened) {
        activity = Optional.of(opened);
    }

    /// A caller's samples were stored.
    public void written(Caller caller) {
        if (caller.cluster().isPresent()) {
            registry.current()
                    .cluster(caller.cluster().get())
                    .ifPresent(cluster -> activity.ifPresent(open -> open.heardOf(cluster)));
        }
    }

    public void addTo(ApiRoutes routes) {
        routes.within(
                Kind.OWN,
                "GET",
                "/clusters",
                Permission.TENANTS,
                "registered clusters of the caller's tenants: `name`, `tenant`, `lastSampleTime`, `ageSeconds`, `silent`, `maintenance`, `quarantine` (the name of the one that is held), `heldAgents` (ids of agents that are held by themselves)",
                this::answer);
    }

    @Override
    public void close() {
        activity.ifPresent(ClusterActivity::close);
    }

    private HttpAnswer answer(ApiRoute.Request request) {
        if (activity.isEmpty()) {
            throw HttpRefusalException.unavailable("server is starting", 1);
        }
        RegistrySnapshot snapshot = registry.current();
        List<Status> seen =
                statuses().stream()
                        .filter(status ->
                                request.doors()
                                        .authorizer()
                                        .seesTo(request.caller(), status.cluster().tenant()))
                        .toList();
        return ApiAnswer.success(json -> {
            json.beginArray();
            for (Status status : seen) {
                write(json, status, snapshot.heldAgents(status.cluster()));
            }
            json.endArray();
        });
    }

    private List<Status> statuses() {
        return activity.map(open -> open.statuses(registry.current())).orElse(List.of());
    }

    private static void write(JsonWriter json, Status status, List<AgentEntry> heldAgents)
            throws IOException {
        json.beginObject().name("name").string(status.cluster().name());
        json.name("tenant").string(status.cluster().tenant());
        if (status.lastMillis().isPresent()) {
            json.name("lastSampleTime")
                    .string(Instant.ofEpochMilli(status.lastMillis().get()).toString());
        }
        json.name("ageSeconds").number(status.ageMillis() / MILLIS_PER_SECOND);
        json.name("silent").bool(status.silent());
        if (status.maintenance().isPresent()) {
            json.name("maintenance").htmlSafe(status.maintenance().get());
        }
        Optional<String> held = status.cluster().quarantines().held();
        if (held.isPresent()) {
            json.name("quarantine").string(held.get());
        }
        if (!heldAgents.isEmpty()) {
            json.name("heldAgents").beginArray();
            for (AgentEntry agent : heldAgents) {
                json.string(agent.id().toString());
            }
            json.endArray();
        }
        json.endObject();
    }
}
