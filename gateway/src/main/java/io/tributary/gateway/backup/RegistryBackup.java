package io.tributary.gateway.backup;

import io.tributary.gateway.pki.enroll.EnrolmentBackup;
import io.tributary.gateway.pki.store.SealedBytes;
import io.tributary.gateway.pki.store.SealedBytes.Content;
import io.tributary.gateway.pki.store.SealingKey;
import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.gateway.pki.store.StoredStateException;
import io.tributary.gateway.pki.store.StoredStateException.Reason;
import io.tributary.gateway.registry.journal.JournalCopy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/// A backup that was opened and checked.
///
/// ```
/// uint8 layout (1) | int64 made, ms | uint32 length, journal | uint32 length, authority
/// ```
///
/// @param made when, by the clock of the server that made it
/// @param journal what was declared by the API
/// @param enrolment the authority, its spent tokens and agents; empty without an authority
public record RegistryBackup(
        Instant made, JournalCopy journal, Optional<EnrolmentBackup> enrolment) {
    /// Longest backup: the bounds of all that is in it come to less.
    public static final int BYTES_MAX = 256 << 20;

    private static final String WHAT = "the backup";
    private static final byte LAYOUT = 1;
    private static final int AROUND_BYTES = 1 + Long.BYTES + 2 * Integer.BYTES;

    /// What is to be sealed.
    ///
    /// @param journal the bytes of {@link io.tributary.gateway.registry.journal.RegistryJournal}
    /// @param enrolment the bytes of an {@link EnrolmentBackup}; empty without an authority
    /// @throws StoredStateException if there is more than a backup may hold
    public static byte[] bytes(long madeMillis, byte[] journal, byte[] enrolment)
            throws StoredStateException {
        long length = (long) AROUND_BYTES + journal.length + enrolment.length;
        if (length > BYTES_MAX - SealedBytes.OVERHEAD_BYTES) {
            throw new StoredStateException(
                    Reason.FULL,
                    "a backup of %d bytes, at most %d are read again".formatted(length, BYTES_MAX));
        }
        return ByteBuffer.allocate((int) length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(LAYOUT)
                .putLong(madeMillis)
                .putInt(journal.length)
                .put(journal)
                .putInt(enrolment.length)
                .put(enrolment)
                .array();
    }

    /// Seals them: a backup. Slow, as keys of passphrases are.
    public static byte[] seal(byte[] bytes, SealingSecret secret, SecureRandom random) {
        return SealedBytes.seal(Content.BACKUP, bytes, SealingKey.fresh(secret, random), random);
    }

    /// Opens a backup, and checks all that is in it.
    ///
    /// @throws IOException if it is damaged, the secret wrong, or something in it not what was
    ///   written; the message says which
    public static RegistryBackup open(byte[] sealed, SealingSecret secret) throws IOException {
        if (sealed.length > BYTES_MAX) {
            throw new StoredStateException(
                    Reason.FORMAT,
                    "%s has %d bytes, at most %d are read"
                            .formatted(WHAT, sealed.length, BYTES_MAX));
        }
        return read(SealedBytes.open(Content.BACKUP, sealed, secret, WHAT).plain());
    }

    /// Reads what was sealed.
    static RegistryBackup read(byte[] plain) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
        if (plain.length < AROUND_BYTES || in.get() != LAYOUT) {
            throw new StoredStateException(
                    Reason.FORMAT,
                    "%s opens to something else than layout %d, which this program knows"
                            .formatted(WHAT, LAYOUT));
        }
        Instant made = Instant.ofEpochMilli(in.getLong());
        JournalCopy journal = JournalCopy.read(part(in));
        byte[] enrolment = part(in);
        if (in.hasRemaining()) {
            throw new StoredStateException(
                    Reason.FORMAT, "%s has %d bytes too many".formatted(WHAT, in.remaining()));
        }
        return new RegistryBackup(
                made,
                journal,
                enrolment.length == 0
                        ? Optional.empty()
                        : Optional.of(EnrolmentBackup.read(enrolment)));
    }

    private static byte[] part(ByteBuffer in) throws StoredStateException {
        int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new StoredStateException(
                    Reason.FORMAT, "%s tells of more bytes than it has".formatted(WHAT));
        }
        byte[] part = new byte[length];
        in.get(part);
        return part;
    }
}
