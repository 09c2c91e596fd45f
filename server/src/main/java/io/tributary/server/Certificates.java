package io.tributary.server;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.disk.LocalDisk;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.runtime.tls.ClientAnchors;
import io.tributary.runtime.tls.ServerTls;
import io.tributary.runtime.tls.TlsFiles;
import io.tributary.server.enroll.Authority;
import io.tributary.server.enroll.AuthoritySettings;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// How TLS is spoken, and who certifies agents: by files, and by an authority of our own.
///
/// @param tls empty where HTTP is spoken in clear
/// @param authority empty without one
record Certificates(
        Optional<ServerTls> tls, Optional<Authority> authority, Optional<TlsFiles> files)
        implements AutoCloseable {
    /// Reads the files, and opens the authority.
    ///
    /// @throws ConfigException if they are not as they are set
    static Certificates open(Config config, ServerSettings settings, Clock clock, Metrics metrics)
            throws IOException, ConfigException {
        Optional<AuthoritySettings> own = own(config, settings);
        Optional<Authority> authority =
                own.isPresent()
                        ? Optional.of(
                                Authority.open(
                                        LocalDisk.open(settings.data()),
                                        own.get(),
                                        clock,
                                        new SecureRandom()))
                        : Optional.empty();
        Optional<TlsFiles> files = TlsSettings.open(config, metrics);
        files.ifPresent(TlsFiles::watch);
        return new Certificates(tls(files, authority, metrics), authority, files);
    }

    /// Reads the files as {@link #open} does, and lets go of them. The authority itself is not
    /// opened: it is a part of the data.
    ///
    /// @throws ConfigException if they are not as they are set
    static void check(Config config, ServerSettings settings) throws ConfigException {
        own(config, settings);
        TlsSettings.open(config, new Metrics()).ifPresent(TlsFiles::close);
    }

    private static Optional<AuthoritySettings> own(Config config, ServerSettings settings)
            throws ConfigException {
        Optional<AuthoritySettings> own = AuthoritySettings.of(config);
        if (own.isPresent() && !settings.authenticates()) {
            throw new ConfigException(
                    List.of(
                            "ca.enabled: found true without a registry, expected registry.file or registry.api"));
        }
        return own;
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
        files.ifPresent(TlsFiles::close);
        if (authority.isPresent()) {
            authority.get().close();
        }
    }
}
