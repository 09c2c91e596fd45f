package io.tributary.gateway.pki;

import io.tributary.gateway.pki.CertificateAuthority.Place;
import io.tributary.gateway.pki.store.SealedBytes;
import io.tributary.gateway.pki.store.SealedBytes.Content;
import io.tributary.gateway.pki.store.SealingKey;
import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.gateway.pki.store.StoredStateException;
import io.tributary.gateway.pki.store.StoredStateException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;

/// An authority in one piece, sealed under a secret of its own, with the lines of what goes with
/// it.
///
/// ```
/// uint32 length, roots as in the authority's file | lines, to the end
/// ```
public final class AuthorityBackup {
    /// Longest backup that is read.
    public static final int BYTES_MAX = 64 << 20;

    private final byte[] roots;
    private final byte[] beside;

    private AuthorityBackup(byte[] roots, byte[] beside) {
        this.roots = roots;
        this.beside = beside;
    }

    /// Seals an authority, and bytes that go with it.
    public static byte[] seal(
            CertificateAuthority authority,
            byte[] beside,
            SealingSecret secret,
            SecureRandom random) {
        byte[] roots = authority.plain();
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        plain.writeBytes(
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(roots.length)
                        .array());
        plain.writeBytes(roots);
        plain.writeBytes(beside);
        return SealedBytes.seal(
                Content.BACKUP, plain.toByteArray(), SealingKey.fresh(secret, random), random);
    }

    /// Opens a backup.
    ///
    /// @throws StoredStateException if it is damaged, or the secret wrong
    public static AuthorityBackup open(byte[] sealed, SealingSecret secret)
            throws StoredStateException {
        String what = "the backup";
        if (sealed.length > BYTES_MAX) {
            throw new StoredStateException(
                    Reason.FORMAT,
                    "%s has %d bytes, at most %d are read"
                            .formatted(what, sealed.length, BYTES_MAX));
        }
        byte[] plain = SealedBytes.open(Content.BACKUP, sealed, secret, what).plain();
        ByteBuffer in = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
        int length = plain.length < Integer.BYTES ? -1 : in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new StoredStateException(Reason.FORMAT, what + " opens to something else");
        }
        int end = Integer.BYTES + length;
        return new AuthorityBackup(
                Arrays.copyOfRange(plain, Integer.BYTES, end),
                Arrays.copyOfRange(plain, end, plain.length));
    }

    /// What went with the authority.
    public byte[] beside() {
        return beside.clone();
    }

    /// Makes sure that {@link #install} would do it.
    ///
    /// @throws StoredStateException if there is an authority and it may not be overwritten, or the
    ///   backup is of another trust domain
    public void check(Place place, TrustDomain trust, boolean overwrite) throws IOException {
        RootBytes.read(roots, trust, "the backup");
        if (!overwrite && CertificateAuthority.exists(place)) {
            throw new StoredStateException(
                    Reason.EXISTS,
                    "there is a certificate authority in %s already; nothing was restored"
                            .formatted(place.file(CertificateAuthority.FILE)));
        }
    }

    /// Makes the backup's the authority of a place, sealed under a secret.
    public void install(
            Place place,
            TrustDomain trust,
            boolean overwrite,
            SealingSecret secret,
            SecureRandom random)
            throws IOException {
        check(place, trust, overwrite);
        SealingKey key = SealingKey.fresh(secret, random);
        place.file(CertificateAuthority.FILE)
                .replace(SealedBytes.seal(Content.AUTHORITY, roots, key, random));
    }

    @Override
    public String toString() {
        return "AuthorityBackup";
    }
}
