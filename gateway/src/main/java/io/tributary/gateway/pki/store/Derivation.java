package io.tributary.gateway.pki.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// How a secret becomes a key of AES-256.
sealed interface Derivation {
    /// Bytes of salt.
    int SALT_BYTES = 32;

    /// Bytes of the key.
    int KEY_BYTES = 32;

    /// The key of a secret.
    SecretKeySpec derive(SealingSecret secret, byte[] salt);

    /// Its number in a header.
    int number();

    /// What kind of secret it takes, for people.
    String secretName();

    /// For passphrases: slow, and hungry for memory ([RFC
    /// 9106](https://www.rfc-editor.org/rfc/rfc9106)), version 1.3.
    record Argon2id(int memoryKib, int passes, int lanes) implements Derivation {
        /// Most memory that a header may ask for: 1 GiB.
        static final int MEMORY_KIB_MAX = 1 << 20;

        /// Most passes that a header may ask for.
        static final int PASSES_MAX = 100;

        /// Most lanes that a header may ask for.
        static final int LANES_MAX = 16;

        /// The second choice of RFC 9106, section 4: 64 MiB, for machines that serve, too.
        static final Argon2id CHOSEN = new Argon2id(64 << 10, 3, 4);

        static final int NUMBER = 1;

        /// Argon2 wants eight blocks a lane.
        private static final int BLOCKS_PER_LANE_MIN = 8;

        /// Whether a header may say so.
        boolean isBounded() {
            return lanes >= 1
                    && lanes <= LANES_MAX
                    && passes >= 1
                    && passes <= PASSES_MAX
                    && memoryKib >= BLOCKS_PER_LANE_MIN * lanes
                    && memoryKib <= MEMORY_KIB_MAX;
        }

        @Override
        public SecretKeySpec derive(SealingSecret secret, byte[] salt) {
            Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
            argon2.init(
                    new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                            .withMemoryAsKB(memoryKib)
                            .withIterations(passes)
                            .withParallelism(lanes)
                            .withSalt(salt)
                            .build());
            byte[] key = new byte[KEY_BYTES];
            argon2.generateBytes(secret.bytes(), key);
            return new SecretKeySpec(key, "AES");
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public String secretName() {
            return "passphrase";
        }
    }

    /// For keys that are random already: HKDF with SHA-256 ([RFC
    /// 5869](https://www.rfc-editor.org/rfc/rfc5869)).
    record Hkdf() implements Derivation {
        static final int NUMBER = 2;

        private static final byte[] INFO = "tributary sealed 1".getBytes(StandardCharsets.US_ASCII);

        @Override
        public SecretKeySpec derive(SealingSecret secret, byte[] salt) {
            try {
                byte[] key =
                        KDF.getInstance("HKDF-SHA256")
                                .deriveData(
                                        HKDFParameterSpec.ofExtract()
                                                .addIKM(secret.bytes())
                                                .addSalt(salt)
                                                .thenExpand(INFO, KEY_BYTES));
                return new SecretKeySpec(key, "AES");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("BUG: this JDK has no HKDF-SHA256", e);
            }
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public String secretName() {
            return "key file";
        }
    }
}
