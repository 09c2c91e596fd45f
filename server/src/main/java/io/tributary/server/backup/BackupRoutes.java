package io.tributary.server.backup;

import io.tributary.gateway.backup.RegistryBackup;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.Permission;
import io.tributary.gateway.pki.enroll.Enrolment;
import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.gateway.registry.Registry;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.audit.AuditTrail;
import io.tributary.server.door.Gate;
import io.tributary.server.door.GuardedRoutes;
import io.tributary.server.enroll.Authority;
import io.tributary.server.enroll.PassphraseFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// `POST /admin/v1/backup`: all of one moment that it takes to know everybody again, sealed.
///
/// What it is sealed under comes from a file of the server's and never by a request: so no secret
/// travels, and who has stolen an administrator's token has not the authority's key.
public final class BackupRoutes {
    private static final Setting<String> PASSPHRASE_FILE =
            Setting.text(
                    "registry.backupPassphraseFile",
                    "",
                    "A file with the passphrase that backups of the registry and the authority are sealed under, read for each; empty: no backup is made");

    public static final Settings SETTINGS = Settings.of(PASSPHRASE_FILE);

    private static final int RETRY_SECONDS = 5;

    private final Gate gate;
    private final Registry registry;
    private final Optional<Authority> authority;
    private final Config config;
    private final Clock clock;
    private final AuditTrail trail;
    private final SecureRandom random = new SecureRandom();

    /// One at a time: each takes 64 MiB for its key, and several times what it holds.
    private final Semaphore permit = new Semaphore(1);

    /// @param authority empty where there is none
    public BackupRoutes(
            Gate gate,
            Registry registry,
            Optional<Authority> authority,
            Config config,
            Clock clock,
            AuditTrail trail) {
        this.gate = gate;
        this.registry = registry;
        this.authority = authority;
        this.config = config;
        this.clock = clock;
        this.trail = trail;
    }

    public void addTo(GuardedRoutes routes) {
        routes.add("POST", "/admin/v1/backup", Permission.REGISTRY, this::backup);
    }

    private HttpAnswer backup(HttpExchange exchange, Caller caller) throws IOException {
        gate.pass();
        String file = config.value(PASSPHRASE_FILE);
        if (file.isEmpty()) {
            return HttpAnswer.error(
                    409,
                    "conflict",
                    "this server has nothing to seal a backup under: set registry.backupPassphraseFile");
        }
        if (!permit.tryAcquire()) {
            throw HttpRefusalException.unavailable("another backup is being made", RETRY_SECONDS);
        }
        try {
            SealingSecret secret = secret(file);
            trail.toldFirst(
                    exchange, caller, "backup", "a backup of the registry and the authority");
            return HttpAnswer.bytes(
                    200, "application/octet-stream", RegistryBackup.seal(taken(), secret, random));
        } finally {
            permit.release();
        }
    }

    private static SealingSecret secret(String file) {
        try {
            return PassphraseFile.read(Path.of(file));
        } catch (IOException e) {
            throw new HttpRefusalException(409, "registry.backupPassphraseFile: " + e.getMessage());
        }
    }

    /// While nobody enrols or renews and no root is made, the registry is asked: what was declared
    /// at that moment, and all that stood still then, are one.
    private byte[] taken() throws IOException {
        Optional<Enrolment> enrolment = authority.flatMap(Authority::enrolment);
        return enrolment.isPresent()
                ? enrolment.get().still(this::withRegistry)
                : withRegistry(new byte[0]);
    }

    private byte[] withRegistry(byte[] enrolment) throws IOException {
        return RegistryBackup.bytes(clock.wallMillis(), registry.journal(), enrolment);
    }
}
