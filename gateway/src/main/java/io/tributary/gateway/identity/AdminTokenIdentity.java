package io.tributary.gateway.identity;

import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.Role;
import io.tributary.gateway.secret.AccessToken;
import io.tributary.gateway.secret.Presented;
import io.tributary.gateway.secret.SecretException;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.files.InputFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Whoever holds the token of a file is a platform-admin: so somebody can declare who the others
/// are. All else is for the registry to say.
///
/// The file is read again where it was last read a second ago or earlier: another token there is
/// the one from then on, and no file is no token. Safe from any thread.
public final class AdminTokenIdentity implements Identity {
    /// What such a caller is called: no credential can be.
    public static final String NAME = "admin token";

    private static final int FILE_BYTES_MAX = 16 * 1024;
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Caller ADMIN = Caller.withoutTenant(NAME, Set.of(Role.PLATFORM_ADMIN));

    private final Path file;
    private final Registry registry;
    private final Identity others;
    private final Clock clock;
    private Optional<AccessToken> token = Optional.empty();
    private Optional<Long> readAtNanos = Optional.empty();

    public AdminTokenIdentity(Path file, Registry registry, Identity others, Clock clock) {
        this.file = file;
        this.registry = registry;
        this.others = others;
        this.clock = clock;
    }

    @Override
    public Caller identify(Visitor visitor) throws IdentityException {
        boolean isAdmin =
                Presented.of(visitor.authorization()) instanceof Presented.Token(var presented)
                        && !registry.isStale()
                        && registry.current().credentialOfToken(presented.id()).isEmpty()
                        && isIt(presented);
        return isAdmin ? ADMIN : others.identify(visitor);
    }

    /// The token in a file.
    ///
    /// @throws IOException if there is none, or it cannot be read; the message names the file
    public static AccessToken read(Path file) throws IOException {
        byte[] bytes = InputFiles.readOne(file, FILE_BYTES_MAX);
        try {
            return AccessToken.parse(new String(bytes, StandardCharsets.UTF_8).strip());
        } catch (SecretException e) {
            throw new IOException("found no token in %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private boolean isIt(AccessToken presented) {
        return current().filter(known -> known.secret().equals(presented.secret())).isPresent();
    }

    private synchronized Optional<AccessToken> current() {
        long now = clock.monotonicNanos();
        if (readAtNanos.isEmpty() || now - readAtNanos.get() >= FRESH_NANOS) {
            readAtNanos = Optional.of(now);
            try {
                token = Optional.of(read(file));
            } catch (IOException e) {
                token = Optional.empty();
            }
        }
        return token;
    }
}
