package io.tributary.server;

import io.tributary.gateway.admin.Enrolments;
import io.tributary.gateway.admin.FrozenTenants;
import io.tributary.gateway.admin.RegistryAdmin;
import io.tributary.gateway.forwarded.TrustedProxies;
import io.tributary.gateway.frozen.FrozenSettings;
import io.tributary.gateway.identity.AdminTokenIdentity;
import io.tributary.gateway.identity.EnrolledAgents;
import io.tributary.gateway.identity.Identity;
import io.tributary.gateway.identity.RegisteredIdentity;
import io.tributary.gateway.limits.WriteLimits;
import io.tributary.gateway.registry.PolicySettings;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.journal.RegistryJournal;
import io.tributary.gateway.secret.CredentialCheck;
import io.tributary.gateway.secret.CredentialMint;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.LocalDisk;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.runtime.yaml.Problems;
import io.tributary.server.audit.AuditTrail;
import io.tributary.server.audit.QuarantineWitness;
import io.tributary.server.backup.Restore;
import io.tributary.server.door.Guard;
import io.tributary.server.enroll.Authority;
import io.tributary.server.write.otlp.OtlpConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is let in: the registry, the guard that goes by it, who may change it, and the certificates
/// by which it is spoken. There before the server listens.
///
/// @param frozen what of tenants stays as it was
/// @param closing ends what the guard asks besides
record Entrance(
        Registry registry,
        Guard guard,
        RegistryAdmin admin,
        FrozenTenants frozen,
        Certificates certificates,
        Runnable closing)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);

    /// Below the data directory.
    private static final Path DIRECTORY = Path.of("registry");

    /// Likewise.
    private static final Path FROZEN = Path.of("frozen");

    /// Reads the registry and the certificates.
    ///
    /// @throws ConfigException if what is declared is wrong
    static Entrance open(
            Config config, ServerSettings settings, Clock clock, Metrics metrics, AuditTrail trail)
            throws IOException, ConfigException {
        Disk disk = LocalDisk.open(settings.data());
        Restore.checkWhole(disk);
        Registry registry =
                registry(
                        config,
                        settings,
                        settings.takesChanges()
                                ? Optional.of(RegistryJournal.open(disk, DIRECTORY))
                                : Optional.empty(),
                        clock);
        registry.warnings().forEach(LOG::warn);
        registry.onChange(trail::changed);
        registry.onChange(new QuarantineWitness(trail, clock, registry.current()));
        measure(registry, metrics);
        try {
            FrozenTenants frozen = frozen(registry, config, disk, clock, trail);
            return open(
                    registry,
                    frozen,
                    Certificates.open(config, settings, clock, metrics),
                    TlsSettings.proxies(config),
                    settings,
                    disk,
                    clock,
                    trail);
        } catch (IOException | ConfigException | RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    /// Reads what is declared in files, and the certificates, as {@link #open} does, and lets go of
    /// it. Where the API declares, too, the registry's files are not looked at: they are valid only
    /// together with what it declared.
    ///
    /// @throws ConfigException if it is wrong
    static void check(Config config, ServerSettings settings, Clock clock)
            throws IOException, ConfigException {
        if (!settings.takesChanges()) {
            registry(config, settings, Optional.empty(), clock).close();
        }
        Certificates.check(config, settings);
        TlsSettings.proxies(config);
    }

    private static Registry registry(
            Config config, ServerSettings settings, Optional<RegistryJournal> journal, Clock clock)
            throws IOException, ConfigException {
        Problems problems = new Problems();
        checkLimits(config, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems.all());
        }
        return Registry.open(
                settings.registryFile(),
                journal,
                new PolicySettings(
                        config,
                        ServerSettings.OF_TENANTS,
                        ServerSettings.OF_CLUSTERS,
                        Entrance::checkLimits),
                clock);
    }

    private static FrozenTenants frozen(
            Registry registry, Config config, Disk disk, Clock clock, AuditTrail trail)
            throws IOException {
        FrozenTenants frozen =
                new FrozenTenants(
                        registry,
                        FrozenSettings.open(
                                disk, FROZEN, OtlpConfig.FROZEN, OtlpConfig::meaning, clock),
                        config,
                        trail);
        FrozenWarnings warnings = new FrozenWarnings(frozen);
        warnings.log(registry.current());
        registry.onChange(warnings::log);
        return frozen;
    }

    private static void checkLimits(Config config, Problems problems) {
        WriteLimits.check(config, ServerSettings.BACKLOG_LATE_WINDOW, problems);
    }

    private static Entrance open(
            Registry registry,
            FrozenTenants frozen,
            Certificates certificates,
            TrustedProxies proxies,
            ServerSettings settings,
            Disk disk,
            Clock clock,
            AuditTrail trail)
            throws IOException, ConfigException {
        SecureRandom random = new SecureRandom();
        CredentialMint mint = new CredentialMint(random);
        RegistryAdmin admin =
                new RegistryAdmin(
                        registry,
                        mint,
                        trail,
                        certificates.authority().map(Authority::enrolments).orElse(Enrolments.NONE),
                        frozen);
        checkProxies(proxies, settings, certificates);
        if (!settings.authenticates()) {
            Guard open = new Guard(Identity.open(), trail);
            return new Entrance(registry, open, admin, frozen, certificates, () -> {});
        }
        CredentialCheck check =
                new CredentialCheck(clock, random, Runtime.getRuntime().availableProcessors());
        RegisteredIdentity registered =
                new RegisteredIdentity(
                        registry,
                        check,
                        certificates
                                .authority()
                                .map(own ->
                                        new EnrolledAgents(own.certificates(), registry, clock)),
                        proxies,
                        clock);
        Identity identity = registered;
        if (settings.takesChanges() || settings.adminTokenFile().isPresent()) {
            Path token =
                    FirstAdmin.file(
                            disk, DIRECTORY, settings.adminTokenFile(), registry.current(), mint);
            identity = new AdminTokenIdentity(token, registry, identity, clock);
        }
        return new Entrance(
                registry,
                new Guard(identity, trail),
                admin,
                frozen,
                certificates,
                registered::close);
    }

    /// Says what an operator should know of a list of proxies.
    ///
    /// @throws ConfigException if there is one, and nobody is asked who they are
    private static void checkProxies(
            TrustedProxies proxies, ServerSettings settings, Certificates certificates)
            throws ConfigException {
        if (!proxies.isEmpty() && !settings.authenticates()) {
            throw new ConfigException(
                    List.of(
                            "tls.proxies: found addresses without a registry, expected registry.file or registry.api"));
        }
        if (!proxies.areAllLoopback() && certificates.tls().isEmpty()) {
            LOG.warn(
                    "tls.proxies lists addresses beyond this machine, and HTTP is spoken in clear: who is on the way can say who they are");
        }
    }

    private static void measure(Registry registry, Metrics metrics) {
        metrics.gaugeOf(
                "tributary_registry_version",
                "Grows with each change of what is registered",
                () -> (double) registry.current().version());
        metrics.gaugeOf(
                "tributary_registry_age_seconds",
                "Since what is declared was last read; above 15 nobody is let in",
                registry::ageSeconds);
    }

    @Override
    public void close() throws IOException {
        closing.run();
        registry.close();
        certificates.close();
    }
}
