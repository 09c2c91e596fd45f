package io.tributary.server;

import io.tributary.gateway.forwarded.TrustedProxies;
import io.tributary.gateway.registry.text.AddressRange;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.runtime.tls.TlsFileException;
import io.tributary.runtime.tls.TlsFiles;
import io.tributary.runtime.tls.TlsIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which files TLS is spoken by, and what is said and measured of them.
final class TlsSettings {
    private static final Logger LOG = LoggerFactory.getLogger(TlsSettings.class);

    private static final Setting<String> CERTIFICATES =
            Setting.text(
                    "tls.certFile",
                    "",
                    "The server's certificate and those above it, PEM; empty: HTTP in clear");

    private static final Setting<String> KEY =
            Setting.text(
                    "tls.keyFile",
                    "",
                    "The key of that certificate, PEM (PKCS#8: RSA, EC or Ed25519), not encrypted");

    private static final Setting<String> CLIENT_ANCHORS =
            Setting.text(
                    "tls.clientCaFile",
                    "",
                    "The CAs that may vouch for clients, PEM; empty: no client is asked for a certificate");

    private static final Setting<List<String>> PROXIES =
            Setting.lines(
                    "tls.proxies",
                    TrustedProxies.RANGES_MAX,
                    "an address or a range, such as 10.1.2.3 or 10.0.0.0/8",
                    TlsSettings::checkProxy,
                    "Proxies, a line each, that are believed when they tell of their clients' certificates in X-Forwarded-Client-Cert; empty: nobody is");

    static final Settings SETTINGS = Settings.of(CERTIFICATES, KEY, CLIENT_ANCHORS, PROXIES);

    private TlsSettings() {}

    /// Reads the files; empty where there are to be none.
    ///
    /// @throws ConfigException if they cannot be used
    static Optional<TlsFiles> open(Config config, Metrics metrics) throws ConfigException {
        Optional<Path> certificates = path(config, CERTIFICATES);
        Optional<Path> key = path(config, KEY);
        Optional<Path> clientAnchors = path(config, CLIENT_ANCHORS);
        if (certificates.isEmpty() && key.isEmpty() && clientAnchors.isEmpty()) {
            return Optional.empty();
        }
        if (certificates.isEmpty() || key.isEmpty()) {
            Setting<String> missing = certificates.isEmpty() ? CERTIFICATES : KEY;
            throw wrong(
                    config,
                    missing,
                    "found nothing, expected a file, as tls.certFile and tls.keyFile belong together");
        }
        Counter reloads =
                metrics.counter(
                        "tributary_tls_reloads_total",
                        "Times that new certificates, keys or CAs were taken from their files");
        try {
            TlsFiles files =
                    TlsFiles.open(
                            new TlsFiles.Paths(certificates.get(), key.get(), clientAnchors),
                            new Told(reloads));
            measure(files, metrics);
            return Optional.of(files);
        } catch (TlsFileException e) {
            throw wrong(config, setting(e.part()), String.valueOf(e.getMessage()));
        }
    }

    /// Whose word on their clients' certificates is taken.
    static TrustedProxies proxies(Config config) {
        return new TrustedProxies(
                config.value(PROXIES).stream().map(TrustedProxies::range).toList());
    }

    private static void checkProxy(String line) {
        AddressRange _ = TrustedProxies.range(line);
    }

    private static void measure(TlsFiles files, Metrics metrics) {
        metrics.gaugeOf(
                "tributary_tls_certificate_not_after_seconds",
                "When the server's certificate expires, in seconds since 1970",
                () -> (double) seconds(files.identity()));
        metrics.gaugeOf(
                "tributary_tls_files_broken",
                "1 while the files hold what cannot be used, and the last good one stays",
                () -> files.isBroken() ? 1 : 0);
    }

    private static long seconds(TlsIdentity identity) {
        return identity.certificate().getNotAfter().toInstant().getEpochSecond();
    }

    private static Optional<Path> path(Config config, Setting<String> setting) {
        String file = config.value(setting);
        return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file).toAbsolutePath());
    }

    private static Setting<String> setting(TlsFiles.Part part) {
        return switch (part) {
            case CERTIFICATES -> CERTIFICATES;
            case KEY -> KEY;
            case CLIENT_ANCHORS -> CLIENT_ANCHORS;
        };
    }

    private static ConfigException wrong(Config config, Setting<String> setting, String what) {
        return new ConfigException(
                List.of("%s: %s: %s".formatted(config.source(setting), setting.key(), what)));
    }

    /// Says it in the log.
    private record Told(Counter reloads) implements TlsFiles.Watcher {
        @Override
        public void taken(TlsIdentity identity) {
            reloads.increment();
            LOG.info(
                    "TLS files taken certificate=\"{}\" notAfter={}",
                    identity.certificate().getSubjectX500Principal(),
                    identity.certificate().getNotAfter().toInstant());
        }

        @Override
        public void kept(TlsFileException why) {
            LOG.warn("TLS files cannot be used, the last good ones stay: {}", why.getMessage());
        }
    }
}
