package io.tributary.server.enroll;

import io.tributary.gateway.pki.ServerNames;
import io.tributary.gateway.pki.TrustDomain;
import io.tributary.gateway.pki.enroll.RenewExpired;
import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Whether there is an authority of our own, and what it goes by.
///
/// @param secret what its key is sealed under; empty: a key file of the data directory
/// @param names of the server, in its own certificate
public record AuthoritySettings(
        TrustDomain trust,
        Optional<SealingSecret> secret,
        ServerNames names,
        RenewExpired renewExpired) {
    private static final int NAMES_MAX = 100;

    private static final Setting<Boolean> ENABLED =
            Setting.flag(
                    "ca.enabled",
                    false,
                    "Have a certificate authority of its own, by which agents enrol; needs registry.file");

    private static final Setting<String> TRUST_DOMAIN =
            Setting.text(
                    "ca.trustDomain",
                    "tributary",
                    "The trust domain in the names of agents (SPIFFE)");

    private static final Setting<String> PASSPHRASE_FILE =
            Setting.text(
                    "ca.passphraseFile",
                    "",
                    "A file with the passphrase that the authority's key is sealed under; empty: a key file in the data directory");

    private static final Setting<RenewExpired> RENEW_EXPIRED =
            Setting.choice(
                    "ca.renewExpired",
                    RenewExpired.ALLOW,
                    "Whether a certificate that has expired within 90 days is renewed without a human's word");

    private static final Setting<List<String>> NAMES =
            Setting.lines(
                    "ca.serverNames",
                    NAMES_MAX,
                    "a DNS name or an address",
                    AuthoritySettings::checkName,
                    "Names of this server, a line each, for the certificate it makes itself where tls.certFile is not given; empty: localhost, 127.0.0.1 and ::1");

    public static final Settings SETTINGS =
            Settings.of(ENABLED, TRUST_DOMAIN, PASSPHRASE_FILE, RENEW_EXPIRED, NAMES);

    /// What is set; empty where there is to be no authority.
    ///
    /// @throws ConfigException if it is wrong
    public static Optional<AuthoritySettings> of(Config config) throws ConfigException {
        if (!config.value(ENABLED)) {
            return Optional.empty();
        }
        List<String> names = config.value(NAMES);
        TrustDomain trust;
        try {
            trust = new TrustDomain(config.value(TRUST_DOMAIN));
        } catch (IllegalArgumentException e) {
            throw wrong(config, TRUST_DOMAIN, String.valueOf(e.getMessage()));
        }
        return Optional.of(
                new AuthoritySettings(
                        trust,
                        secret(config),
                        ServerNames.of(
                                names.isEmpty() ? List.of("localhost", "127.0.0.1", "::1") : names),
                        config.value(RENEW_EXPIRED)));
    }

    private static Optional<SealingSecret> secret(Config config) throws ConfigException {
        String name = config.value(PASSPHRASE_FILE);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(PassphraseFile.read(Path.of(name)));
        } catch (IOException | IllegalArgumentException e) {
            throw wrong(config, PASSPHRASE_FILE, String.valueOf(e.getMessage()));
        }
    }

    private static void checkName(String name) {
        Consumer<ServerNames> read = names -> {};
        read.accept(ServerNames.of(List.of(name)));
    }

    private static ConfigException wrong(Config config, Setting<?> setting, String what) {
        return new ConfigException(
                List.of("%s: %s: %s".formatted(config.source(setting), setting.key(), what)));
    }
}
