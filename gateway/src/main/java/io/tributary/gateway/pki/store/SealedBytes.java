package io.tributary.gateway.pki.store;

import io.tributary.gateway.pki.store.StoredStateException.Reason;
import io.tributary.runtime.hash.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/// Bytes under AES-256-GCM, with all that it takes to find the key again but the secret.
///
/// ```
/// | header, 68 bytes | ciphertext and tag | SHA-256 of all before |
/// ```
///
/// The header is authenticated with the ciphertext. The hash, which anybody can compute, tells rot
/// from a wrong secret: only the secret is asked for again by a human.
public final class SealedBytes {
    /// Bytes around the plain ones.
    public static final int OVERHEAD_BYTES = 68 + 16 + 32;

    private static final int HEADER_BYTES = 68;
    private static final int TAG_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final byte VERSION = 1;
    private static final byte[] MAGIC = "TSEA".getBytes(StandardCharsets.US_ASCII);

    /// What was sealed. One never passes for another.
    public enum Content {
        AUTHORITY(1, "a certificate authority"),
        BACKUP(2, "a backup of a registry");

        private final int number;
        private final String words;

        Content(int number, String words) {
            this.number = number;
            this.words = words;
        }
    }

    /// What was opened, and the key to seal its successor with. Never shown.
    public static final class Opened {
        private final byte[] plain;
        private final SealingKey key;

        private Opened(byte[] plain, SealingKey key) {
            this.plain = plain;
            this.key = key;
        }

        /// The bytes as they were before they were sealed; the caller's own.
        public byte[] plain() {
            return plain.clone();
        }

        public SealingKey key() {
            return key;
        }

        @Override
        public String toString() {
            return "Opened[" + plain.length + " bytes]";
        }
    }

    private SealedBytes() {}

    /// Seals bytes.
    public static byte[] seal(Content content, byte[] plain, SealingKey key, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        ByteBuffer out =
                ByteBuffer.allocate(plain.length + OVERHEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC).put(VERSION).put((byte) content.number);
        out.put((byte) key.derivation().number()).put((byte) 0);
        switch (key.derivation()) {
            case Derivation.Argon2id(int memoryKib, int passes, int lanes) ->
                    out.putInt(memoryKib).putInt(passes).putInt(lanes);
            case Derivation.Hkdf() -> out.putInt(0).putInt(0).putInt(0);
        }
        out.put(key.salt()).put(nonce).putInt(plain.length + TAG_BYTES);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce);
            cipher.updateAAD(out.array(), 0, HEADER_BYTES);
            out.put(cipher.doFinal(plain));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: cannot seal " + content.words, e);
        }
        out.put(sha256(out.array(), out.position()));
        return out.array();
    }

    /// Opens what was sealed.
    ///
    /// @param what whose bytes they are, for messages
    /// @throws StoredStateException if they are damaged, something else, or the secret is wrong
    public static Opened open(Content content, byte[] sealed, SealingSecret secret, String what)
            throws StoredStateException {
        ByteBuffer in = ByteBuffer.wrap(sealed).order(ByteOrder.LITTLE_ENDIAN);
        checkFrame(sealed, in, content, what);
        Derivation derivation = derivation(in, what);
        if (derivation.number() != secret.derivation().number()) {
            throw new StoredStateException(
                    Reason.SECRET,
                    "%s is sealed under a %s, and %s was given"
                            .formatted(what, derivation.secretName(), secret));
        }
        byte[] salt = new byte[Derivation.SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        in.get(salt).get(nonce);
        SealingKey key = SealingKey.of(secret, derivation, salt);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce);
            cipher.updateAAD(sealed, 0, HEADER_BYTES);
            int length = sealed.length - HEADER_BYTES - HASH_BYTES;
            return new Opened(cipher.doFinal(sealed, HEADER_BYTES, length), key);
        } catch (AEADBadTagException e) {
            throw new StoredStateException(
                    Reason.SECRET,
                    "%s does not open: it was sealed under another %s (or changed by someone)"
                            .formatted(what, derivation.secretName()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: cannot open " + content.words, e);
        }
    }

    /// Everything that needs no secret, up to the derivation.
    private static void checkFrame(byte[] sealed, ByteBuffer in, Content content, String what)
            throws StoredStateException {
        if (sealed.length < OVERHEAD_BYTES
                || !Arrays.equals(sealed, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new StoredStateException(
                    Reason.DAMAGED,
                    "%s is damaged: it does not begin as sealed bytes do".formatted(what));
        }
        int body = sealed.length - HASH_BYTES;
        if (!MessageDigest.isEqual(
                sha256(sealed, body), Arrays.copyOfRange(sealed, body, sealed.length))) {
            throw new StoredStateException(
                    Reason.DAMAGED,
                    "%s is damaged: its SHA-256 is not the one written".formatted(what));
        }
        in.position(MAGIC.length);
        int version = in.get();
        if (version != VERSION) {
            throw new StoredStateException(
                    Reason.FORMAT,
                    "%s has format %d, this program knows %d".formatted(what, version, VERSION));
        }
        int number = in.get();
        if (number != content.number) {
            throw new StoredStateException(
                    Reason.FORMAT,
                    "%s is not %s (content %d)".formatted(what, content.words, number));
        }
        int length = in.getInt(HEADER_BYTES - Integer.BYTES);
        if (length != sealed.length - HEADER_BYTES - HASH_BYTES) {
            throw new StoredStateException(
                    Reason.FORMAT,
                    "%s tells of %d sealed bytes and has others".formatted(what, length));
        }
    }

    private static Derivation derivation(ByteBuffer in, String what) throws StoredStateException {
        int number = in.get();
        in.get();
        Derivation.Argon2id argon2 = new Derivation.Argon2id(in.getInt(), in.getInt(), in.getInt());
        if (number == Derivation.Hkdf.NUMBER) {
            return new Derivation.Hkdf();
        }
        if (number != Derivation.Argon2id.NUMBER || !argon2.isBounded()) {
            throw new StoredStateException(
                    Reason.FORMAT,
                    "%s asks for a key by way %d, %s".formatted(what, number, argon2));
        }
        return argon2;
    }

    private static Cipher cipher(int mode, SealingKey key, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        return cipher;
    }

    private static byte[] sha256(byte[] bytes, int length) {
        MessageDigest digest = Sha256.begin();
        digest.update(bytes, 0, length);
        return digest.digest();
    }
}
