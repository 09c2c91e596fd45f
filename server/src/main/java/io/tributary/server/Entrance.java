package io.tributary.server;

import io.tributary.gateway.identity.EnrolledAgents;
import io.tributary.gateway.identity.Identity;
import io.tributary.gateway.identity.RegisteredIdentity;
import io.tributary.gateway.registry.PolicySettings;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.secret.CredentialCheck;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.disk.LocalDisk;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.runtime.tls.ClientAnchors;
import io.tributary.runtime.tls.ServerTls;
import io.tributary.runtime.tls.TlsFiles;
import io.tributary.server.audit.AuditTrail;
import io.tributary.server.door.Guard;
import io.tributary.server.enroll.Authority;
import io.tributary.server.enroll.AuthoritySettings;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// Who is let in, and how that is spoken: the registry, the guard that goes by it, the authority
/// that certifies agents, TLS. There before the server listens.
///
/// @param tls empty where HTTP is spoken in clear
/// @param authority of our own; empty without one
/// @param closing ends what these parts have open besides
record Entrance(
        Registry registry,
        Guard guard,
        Optional<ServerTls> tls,
        Optional<Authority> authority,
        Runnable closing)
        implements AutoCloseable {
    /// Reads the registry, the certificates and the authority.
    ///
    /// @throws ConfigException if what is declared is wrong
    static Entrance open(
            Config config, ServerSettings settings, Clock clock, Metrics metrics, AuditTrail trail)
            throws IOException, ConfigException {
        Registry registry = registry(config, settings, clock, metrics, trail);
        SecureRandom random = new SecureRandom();
        Optional<AuthoritySettings> own = AuthoritySettings.of(config);
        if (own.isPresent() && !settings.authenticates()) {
            throw new ConfigException(
                    List.of("ca.enabled: found true without a registry, expected registry.file"));
        }
        Optional<Authority> authority =
                own.isPresent()
                        ? Optional.of(
                                Authority.open(
                                        LocalDisk.open(settings.data()), own.get(), clock, random))
                        : Optional.empty();
        Optional<TlsFiles> files = TlsSettings.open(config, metrics);
        Optional<ServerTls> tls = tls(files, authority, metrics);
        files.ifPresent(TlsFiles::watch);
        if (!settings.authenticates()) {
            Guard open = new Guard(Identity.open(), trail);
            return new Entrance(
                    registry, open, tls, authority, () -> files.ifPresent(TlsFiles::close));
        }
        CredentialCheck check =
                new CredentialCheck(clock, random, Runtime.getRuntime().availableProcessors());
        RegisteredIdentity identity =
                new RegisteredIdentity(
                        registry,
                        check,
                        authority.map(
                                found -> new EnrolledAgents(found.certificates(), registry, clock)),
                        clock);
        return new Entrance(
                registry,
                new Guard(identity, trail),
                tls,
                authority,
                () -> {
                    files.ifPresent(TlsFiles::close);
                    identity.close();
                });
    }

    private static Registry registry(
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
        return registry;
    }

    /// By the files where there are any; an authority of our own has clients asked, and makes the
    /// server's certificate where no file does.
    private static Optional<ServerTls> tls(
            Optional<TlsFiles> files, Optional<Authority> authority, Metrics metrics) {
        if (files.isEmpty() && authority.isEmpty()) {
            return Optional.empty();
        }
        Counter refused =
                metrics.counter(
                        "tributary_tls_clients_refused_total",
                        "Handshakes that ended as no CA vouches for the client's certificate");
        if (authority.isEmpty()) {
            return files.map(found -> found.serverTls(refused::increment));
        }
        Authority own = authority.get();
        return Optional.of(
                ServerTls.askingClients(
                        files.isPresent() ? files.get()::identity : own::identity,
                        () -> own.anchors(files.map(TlsFiles::anchors).orElse(ClientAnchors.NONE)),
                        refused::increment));
    }

    @Override
    public void close() throws IOException {
        closing.run();
        registry.close();
        if (authority.isPresent()) {
            authority.get().close();
        }
    }
}
