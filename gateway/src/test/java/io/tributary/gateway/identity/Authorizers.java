package io.tributary.gateway.identity;

import io.tributary.gateway.registry.PolicySettings;
import io.tributary.gateway.registry.Registry;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.TenantDirectory;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Authorizers with defaults.
public final class Authorizers {
    private static final Config CONFIG = Config.defaults(Authorizer.OF_TENANTS);

    private Authorizers() {}

    /// Nothing is registered, and everybody may do everything.
    public static Authorizer open(TenantDirectory tenants, long futureMillis) {
        try {
            return new Authorizer(tenants, registry(Optional.empty()), CONFIG, futureMillis);
        } catch (ConfigException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A registry of what a file declares.
    public static Registry registry(Optional<Path> file) throws ConfigException, IOException {
        PolicySettings settings =
                new PolicySettings(CONFIG, Authorizer.OF_TENANTS, Authorizer.OF_CLUSTERS);
        return Registry.open(file, settings, new SystemClock());
    }

    /// Of what is registered.
    public static Authorizer of(TenantDirectory tenants, Registry registry) {
        return new Authorizer(tenants, registry, CONFIG, 300_000);
    }

    /// What whoever comes sees of some tenants, while nobody is asked who they are.
    public static ReadScope openScope(Authorizer authorizer, String orgId)
            throws IdentityException {
        return authorizer.reader(
                Caller.OPEN, new TenantHeaders(Optional.of(orgId), Optional.empty()));
    }
}
