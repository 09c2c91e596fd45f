package io.tributary.server.ha;

import io.tributary.gateway.identity.Authorizer;
import io.tributary.gateway.limits.PerConfig;
import io.tributary.model.Label;
import io.tributary.model.flow.ReadScope;
import io.tributary.promql.engine.replicas.ReplicaLabels;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import io.tributary.server.api.ApiParameters;
import io.tributary.server.door.ApiRoute;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whose senders come in pairs, and by which labels these are told apart, as the configurations of
/// the tenants have it.
public final class HaPairs {
    /// What a request may say about it.
    public static final String PARAMETERS = "`dedup`, `replicaLabels[]`";

    private static final String LABELS_PARAMETER = "replicaLabels[]";

    private static final Setting<Registered> LABELS =
            Setting.of(
                    "ha.replicaLabels",
                    Registered.NONE,
                    new RegisteredForm(),
                    "Labels by which replicas of one sender differ (HA pairs), of all tenants or of"
                            + " the one named; a tenant's own replace those of all. Not a bare"
                            + " replica, which is an ordinary label to many");

    public static final Settings SETTINGS = Settings.of(LABELS);

    private final PerConfig<Registered> registered =
            new PerConfig<>(config -> config.value(LABELS));

    /// Which series are one to a question: as registered for the tenants that it reads, or as it
    /// says.
    ///
    /// @throws io.tributary.runtime.http.HttpRefusalException if it says what cannot be
    public ReplicaLabels replicas(ApiRoute.Request request) {
        ApiParameters parameters = request.parameters();
        boolean wanted = parameters.flag("dedup", true);
        List<String> given = parameters.parameters().all(LABELS_PARAMETER);
        Registered.problem(given)
                .ifPresent(problem -> {
                    throw ApiParameters.invalid(LABELS_PARAMETER, problem);
                });
        if (!wanted) {
            return ReplicaLabels.NONE;
        }
        return given.isEmpty()
                ? registered(request.doors().authorizer(), request.scope())
                : ReplicaLabels.of(Set.copyOf(new HashSet<>(given)));
    }

    /// Where several tenants are asked for, each series goes by what is registered for its own; of
    /// a view, for its first. What was released from quarantine stands behind its tenant.
    private ReplicaLabels registered(Authorizer authorizer, ReadScope scope) {
        Map<String, Set<String>> names = new HashMap<>();
        for (ReadScope.TenantScope tenant : scope.tenants()) {
            Registered own = registered.of(authorizer.config(tenant.shown()));
            names.putIfAbsent(
                    scope.severalAsked() ? tenant.shown() : "", own.labels(tenant.tenant().name()));
        }
        return new ReplicaLabels(scope.severalAsked() ? Label.TENANT_ID : "", names);
    }
}
