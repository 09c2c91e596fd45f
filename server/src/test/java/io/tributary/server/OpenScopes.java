package io.tributary.server;

import io.tributary.gateway.identity.Authorizer;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.IdentityException;
import io.tributary.gateway.identity.TenantHeaders;
import io.tributary.gateway.labels.DoorPolicy;
import io.tributary.gateway.registry.PolicySettings;
import io.tributary.gateway.registry.Registry;
import io.tributary.model.flow.ReadScope;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.Config;
import java.util.Optional;

/// What is seen and stored while nobody is asked who they are.
public final class OpenScopes {
    private static final Config CONFIG = Config.defaults(ServerSettings.OF_TENANTS);

    private OpenScopes() {}

    /// What the defaults do with new series.
    public static DoorPolicy policy() {
        return DoorPolicy.of("", CONFIG);
    }

    static ReadScope of(Store store, String tenant) throws IdentityException {
        PolicySettings settings =
                new PolicySettings(CONFIG, ServerSettings.OF_TENANTS, ServerSettings.OF_CLUSTERS);
        Registry registry = Registry.empty(settings, new SystemClock());
        return new Authorizer(store.tenants(), registry, CONFIG, 0)
                .reader(Caller.OPEN, new TenantHeaders(Optional.of(tenant), Optional.empty()));
    }
}
