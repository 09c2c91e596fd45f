package io.tributary.server;

import io.tributary.gateway.identity.Identity;
import io.tributary.gateway.identity.RegisteredIdentity;
import io.tributary.gateway.registry.PolicySettings;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.secret.CredentialCheck;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.server.audit.AuditTrail;
import io.tributary.server.door.Guard;
import java.io.IOException;
import java.security.SecureRandom;

/// Who is let in: the registry, and the guard that goes by it. There before the server listens.
///
/// @param closing ends what the guard asks besides the registry
record Entrance(Registry registry, Guard guard, Runnable closing) implements AutoCloseable {
    /// Reads the registry.
    ///
    /// @throws ConfigException if what is declared is wrong
    static Entrance open(
            Config config, ServerSettings settings, Clock clock, Metrics metrics, AuditTrail trail)
            throws IOException, ConfigException {
        Registry registry =
                Registry.open(
                        settings.registryFile(),
                        new PolicySettings(
                                config, ServerSettings.OF_TENANTS, ServerSettings.OF_CLUSTERS),
                        clock);
        registry.onChange(trail::changed);
        metrics.gaugeOf(
                "tributary_registry_version",
                "Grows with each change of what is registered",
                () -> (double) registry.current().version());
        metrics.gaugeOf(
                "tributary_registry_age_seconds",
                "Since what is declared was last read; above 15 nobody is let in",
                registry::ageSeconds);
        if (!settings.authenticates()) {
            return new Entrance(registry, new Guard(Identity.open(), trail), () -> {});
        }
        CredentialCheck check =
                new CredentialCheck(
                        clock, new SecureRandom(), Runtime.getRuntime().availableProcessors());
        RegisteredIdentity identity = new RegisteredIdentity(registry, check, clock);
        return new Entrance(registry, new Guard(identity, trail), identity::close);
    }

    @Override
    public void close() {
        closing.run();
        registry.close();
    }
}
