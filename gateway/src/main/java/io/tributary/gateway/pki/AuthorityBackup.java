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
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/// An authority in one piece, with the lines of what goes with it. Its bytes hold private keys:
/// they are sealed before they leave memory.
///
/// ```
/// uint32 length, roots as in the authority's file | lines, to the end
/// ```
public final class AuthorityBackup {
    private static final String WHAT = "the backup";

    private final TrustDomain trust;
    private final byte[] roots;
    private final Roots read;
    private final byte[] beside;

    private AuthorityBackup(TrustDomain trust, byte[] roots, Roots read, byte[] beside) {
        this.trust = trust;
        this.roots = roots;
        this.read = read;
        this.beside = beside;
    }

    /// The bytes of an authority, and those that go with it.
    public static byte[] bytes(CertificateAuthority authority, byte[] beside) {
        byte[] roots = authority.plain();
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        plain.writeBytes(
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(roots.length)
                        .array());
        plain.writeBytes(roots);
        plain.writeBytes(beside);
        return plain.toByteArray();
    }

    /// Reads what {@link #bytes} made, and checks its roots.
    ///
    /// @throws StoredStateException if it is something else
    public static AuthorityBackup read(byte[] plain) throws StoredStateException {
        ByteBuffer in = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
        int length = plain.length < Integer.BYTES ? -1 : in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new StoredStateException(Reason.FORMAT, WHAT + " opens to something else");
        }
        int end = Integer.BYTES + length;
        byte[] roots = Arrays.copyOfRange(plain, Integer.BYTES, end);
        TrustDomain trust = RootBytes.trust(roots, WHAT);
        return new AuthorityBackup(
                trust,
                roots,
                RootBytes.read(roots, trust, WHAT),
                Arrays.copyOfRange(plain, end, plain.length));
    }

    /// Whose authority it is.
    public TrustDomain trust() {
        return trust;
    }

    /// All of its roots, oldest first.
    public List<X509Certificate> roots() {
        return read.all().stream().map(Root::certificate).toList();
    }

    /// SHA-256 of a root, in hex, as a join line pins it.
    public static String sha256(X509Certificate root) {
        return Certificates.sha256(root);
    }

    /// What went with the authority.
    public byte[] beside() {
        return beside.clone();
    }

    /// Makes sure that there is no authority in a place yet.
    ///
    /// @throws StoredStateException if there is
    public void check(Place place) throws IOException {
        if (CertificateAuthority.exists(place)) {
            throw new StoredStateException(
                    Reason.EXISTS,
                    "there is a certificate authority in %s already; nothing was restored"
                            .formatted(place.file(CertificateAuthority.FILE)));
        }
    }

    /// Makes it the authority of a place, sealed under a secret.
    ///
    /// @throws StoredStateException if there is one already
    public void install(Place place, SealingSecret secret, SecureRandom random) throws IOException {
        check(place);
        SealingKey key = SealingKey.fresh(secret, random);
        place.file(CertificateAuthority.FILE)
                .replace(SealedBytes.seal(Content.AUTHORITY, roots, key, random));
    }

    @Override
    public String toString() {
        return "AuthorityBackup[" + trust + "]";
    }
}
