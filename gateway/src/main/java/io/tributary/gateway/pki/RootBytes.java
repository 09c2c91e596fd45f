package io.tributary.gateway.pki;

import io.tributary.gateway.pki.store.StoredStateException;
import io.tributary.gateway.pki.store.StoredStateException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

/// The roots of an authority as bytes, which are sealed before they leave memory.
///
/// ```
/// uint8 length, trust domain | uint8 count | root …
/// root: int64 active from | uint16 length, certificate | uint16 length, private key (PKCS#8)
/// ```
final class RootBytes {
    private static final byte[] PROBE = "tributary".getBytes(StandardCharsets.US_ASCII);

    private RootBytes() {}

    static byte[] write(TrustDomain trust, Roots roots) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] name = trust.name().getBytes(StandardCharsets.US_ASCII);
        out.write(name.length);
        out.writeBytes(name);
        out.write(roots.all().size());
        for (Root root : roots.all()) {
            byte[] certificate = Certificates.der(root.certificate());
            byte[] key = root.key().getEncoded();
            out.writeBytes(
                    ByteBuffer.allocate(
                                    Long.BYTES + 2 * Short.BYTES + certificate.length + key.length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(root.activeFromMillis())
                            .putShort((short) certificate.length)
                            .put(certificate)
                            .putShort((short) key.length)
                            .put(key)
                            .array());
        }
        return out.toByteArray();
    }

    /// Whose roots they are; of the rest nothing is looked at.
    ///
    /// @throws StoredStateException if it names none
    static TrustDomain trust(byte[] bytes, String what) throws StoredStateException {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            return new TrustDomain(
                    new String(take(in, in.get() & 0xFF), StandardCharsets.ISO_8859_1));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw malformed(what, "no trust domain");
        }
    }

    /// @param what whose bytes they are, for messages
    /// @throws StoredStateException if they are not what {@link #write} wrote, or of another trust
    ///   domain
    static Roots read(byte[] bytes, TrustDomain trust, String what) throws StoredStateException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            String name = new String(take(in, in.get() & 0xFF), StandardCharsets.US_ASCII);
            if (!name.equals(trust.name())) {
                throw new StoredStateException(
                        Reason.OTHER,
                        "%s is of trust domain %s, and %s was asked for"
                                .formatted(what, Shown.text(name), trust));
            }
            int count = in.get() & 0xFF;
            if (count < 1 || count > Roots.ROOTS_MAX) {
                throw malformed(what, count + " roots");
            }
            List<Root> roots = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                roots.add(root(in, what));
            }
            if (in.hasRemaining()) {
                throw malformed(what, in.remaining() + " bytes behind the last root");
            }
            return new Roots(roots);
        } catch (BufferUnderflowException e) {
            throw malformed(what, "cut");
        }
    }

    private static Root root(ByteBuffer in, String what) throws StoredStateException {
        long activeFrom = in.getLong();
        byte[] certificate = take(in, in.getShort() & 0xFFFF);
        byte[] key = take(in, in.getShort() & 0xFFFF);
        try {
            X509Certificate read = Certificates.read(certificate);
            PrivateKey privateKey =
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
            read.verify(read.getPublicKey());
            checkPair(read, privateKey);
            return new Root(read, privateKey, activeFrom);
        } catch (GeneralSecurityException e) {
            throw malformed(what, "a root whose key or certificate is none, or of another");
        }
    }

    private static void checkPair(X509Certificate certificate, PrivateKey key)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(PROBE);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException("another key");
        }
    }

    private static byte[] take(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }

    private static StoredStateException malformed(String what, String why) {
        return new StoredStateException(
                Reason.FORMAT, "%s opens to something else than roots: %s".formatted(what, why));
    }
}
