package io.tributary.gateway.pki.store;

import io.tributary.gateway.pki.store.StoredStateException.Reason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.util.Optional;

/// A file of random bytes that something is sealed under.
///
/// Whoever has this file and what is sealed has the secret. It is worth something only where it
/// lies elsewhere: on another volume, in a secret store, at least outside the backup.
///
/// One is made for something new only ({@link #readOrMake}). Where something is sealed already, a
/// missing file is an error ({@link #read}): another key would not open it.
public final class KeyFile {
    private KeyFile() {}

    /// The key in a file.
    ///
    /// @throws NoSuchFileException if there is none
    /// @throws StoredStateException if it is too short or too long
    public static SealingSecret read(WholeFile file) throws IOException {
        return find(file)
                .orElseThrow(() ->
                        new NoSuchFileException(
                                "there is no key file " + file + "; it is not made anew"));
    }

    /// The key in a file, which is made where there is none.
    public static SealingSecret readOrMake(WholeFile file, SecureRandom random) throws IOException {
        Optional<SealingSecret> found = find(file);
        if (found.isPresent()) {
            return found.get();
        }
        byte[] key = new byte[SealingSecret.KEY_BYTES_MIN];
        random.nextBytes(key);
        file.replace(key);
        return SealingSecret.key(key);
    }

    private static Optional<SealingSecret> find(WholeFile file) throws IOException {
        Optional<byte[]> key = file.read(SealingSecret.KEY_BYTES_MAX);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            return key.map(SealingSecret::key);
        } catch (IllegalArgumentException e) {
            throw new StoredStateException(
                    Reason.FORMAT, "key file " + file + ": " + e.getMessage());
        }
    }
}
