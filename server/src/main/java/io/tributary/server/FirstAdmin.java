package io.tributary.server;

import io.tributary.gateway.identity.AdminTokenIdentity;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.gateway.registry.Role;
import io.tributary.gateway.secret.AccessToken;
import io.tributary.gateway.secret.CredentialMint;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The token of whoever declares the first credential: one that an operator gave, or one that is
/// made where nobody could come in otherwise.
final class FirstAdmin {
    private static final Logger LOG = LoggerFactory.getLogger(FirstAdmin.class);
    private static final String FILE = "admin-token";
    private static final String NEW_FILE = "admin-token.new";

    private FirstAdmin() {}

    /// The file with the token.
    ///
    /// @param disk of the data directory, for secrets
    /// @param given by an operator; empty where none is
    /// @throws ConfigException if there is no token in the given one
    static Path file(
            Disk disk,
            Path directory,
            Optional<Path> given,
            RegistrySnapshot registered,
            CredentialMint mint)
            throws IOException, ConfigException {
        if (given.isPresent()) {
            try {
                AccessToken _ = AdminTokenIdentity.read(given.get());
            } catch (IOException e) {
                throw new ConfigException(List.of("registry.adminTokenFile: " + e.getMessage()));
            }
            return given.get();
        }
        Path name = directory.resolve(FILE);
        Path file = Path.of(disk.description()).resolve(name);
        if (!disk.exists(name) && !hasAdmin(registered)) {
            make(disk, directory, mint.token());
            LOG.info("nobody is registered who may declare others: a token was made path={}", file);
        }
        return file;
    }

    private static boolean hasAdmin(RegistrySnapshot registered) {
        return registered.credentials().stream()
                .anyMatch(credential ->
                        !credential.disabled() && credential.roles().contains(Role.PLATFORM_ADMIN));
    }

    private static void make(Disk disk, Path directory, AccessToken token) throws IOException {
        disk.createDirectories(directory);
        Path unfinished = directory.resolve(NEW_FILE);
        if (disk.exists(unfinished)) {
            disk.delete(unfinished);
        }
        byte[] text = (token.secret().reveal() + "\n").getBytes(StandardCharsets.US_ASCII);
        try (DiskFile file = disk.open(unfinished, Disk.Mode.CREATE_PRIVATE)) {
            file.write(ByteBuffer.wrap(text), 0);
            file.sync();
        }
        disk.rename(unfinished, directory.resolve(FILE));
        disk.syncDirectory(directory);
    }
}
