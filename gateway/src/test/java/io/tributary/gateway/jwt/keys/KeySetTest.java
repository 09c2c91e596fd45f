package io.tributary.gateway.jwt.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.gateway.jwt.json.Base64Url;
import io.tributary.gateway.jwt.json.JsonException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeySetTest {
    private static final byte[] BYTES = "signed".getBytes(StandardCharsets.UTF_8);
    private static final Map<JwtAlgorithm, SigningKey> KEYS = new EnumMap<>(JwtAlgorithm.class);

    static {
        SigningKey rsa = SigningKey.of("rsa", JwtAlgorithm.RS256);
        for (JwtAlgorithm algorithm : JwtAlgorithm.ALL) {
            KEYS.put(
                    algorithm,
                    JwtAlgorithm.RSA.contains(algorithm)
                            ? rsa.as("rsa", algorithm)
                            : SigningKey.of(algorithm.word(), algorithm));
        }
    }

    @Test
    void verifies_eachAlgorithm_takesItsSignatureAndNoOther() throws Exception {
        for (SigningKey signing : KEYS.values()) {
            VerifyingKey key = only(signing.jwk());
            byte[] signature = signing.sign(BYTES);

            assertThat(key.verifies(signing.algorithm(), BYTES, signature)).isTrue();
            for (JwtAlgorithm other : JwtAlgorithm.ALL) {
                assertThat(key.verifies(other, BYTES, signature))
                        .as("%s as %s", signing.algorithm(), other)
                        .isEqualTo(other == signing.algorithm());
            }
        }
    }

    @Test
    void verifies_signatureChangedCutOrExtended_isFalse() throws Exception {
        for (SigningKey signing : KEYS.values()) {
            VerifyingKey key = only(signing.jwk());
            byte[] signature = signing.sign(BYTES);
            JwtAlgorithm algorithm = signing.algorithm();

            for (int length = 0; length <= signature.length + 3; length++) {
                assertThat(key.verifies(algorithm, BYTES, Arrays.copyOf(signature, length)))
                        .as("%s, %d bytes", algorithm, length)
                        .isEqualTo(length == signature.length);
            }
            for (int i = 0; i < signature.length; i++) {
                byte[] changed = signature.clone();
                changed[i] ^= 1;
                assertThat(key.verifies(algorithm, BYTES, changed)).isFalse();
            }
        }
    }

    /// CVE-2022-21449: zeros are a signature of anything, for who does not look.
    @Test
    void verifies_zerosAndOrders_isFalse() throws Exception {
        for (SigningKey signing : KEYS.values()) {
            VerifyingKey key = only(signing.jwk());
            int length = signing.sign(BYTES).length;

            assertThat(key.verifies(signing.algorithm(), BYTES, new byte[length])).isFalse();
            byte[] ones = new byte[length];
            Arrays.fill(ones, (byte) 0xff);
            assertThat(key.verifies(signing.algorithm(), BYTES, ones)).isFalse();
        }
        BigInteger order =
                new BigInteger(
                        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
        byte[] n = order.toByteArray();
        byte[] twice = new byte[64];
        System.arraycopy(n, n.length - 32, twice, 0, 32);
        System.arraycopy(n, n.length - 32, twice, 32, 32);
        VerifyingKey key = only(signing(JwtAlgorithm.ES256).jwk());
        assertThat(key.verifies(JwtAlgorithm.ES256, BYTES, twice)).isFalse();
    }

    @Test
    void parse_algorithmSaid_narrowsTheKey() throws Exception {
        SigningKey rsa = signing(JwtAlgorithm.RS256);
        VerifyingKey key = only("{\"alg\":\"PS256\"," + rsa.material() + "}");

        assertThat(key.isFor(JwtAlgorithm.PS256)).isTrue();
        assertThat(key.verifies(JwtAlgorithm.RS256, BYTES, rsa.sign(BYTES))).isFalse();
    }

    @Test
    void parse_keyThatNoTokenMayBeCheckedWith_isLeftOutAndToldOf() throws Exception {
        String rsa = signing(JwtAlgorithm.RS256).material();
        String ec = signing(JwtAlgorithm.ES256).material();
        String secret = Base64Url.encode(new byte[64]);

        assertIgnored("{\"kty\":\"oct\",\"k\":\"" + secret + "\"}", "symmetric");
        assertIgnored("{\"kty\":\"oct\",\"k\":\"\"}", "symmetric");
        assertIgnored("{\"use\":\"enc\"," + rsa + "}", "not for signatures");
        assertIgnored("{\"key_ops\":[\"encrypt\"]," + rsa + "}", "not for signatures");
        assertIgnored("{\"key_ops\":[]," + rsa + "}", "not for signatures");
        assertIgnored("{\"d\":\"AQAB\"," + rsa + "}", "private");
        assertIgnored("{\"alg\":\"HS256\"," + rsa + "}", "algorithm");
        assertIgnored("{\"alg\":\"none\"," + rsa + "}", "algorithm");
        assertIgnored("{\"alg\":\"ES256\"," + rsa + "}", "algorithm");
        assertIgnored("{\"alg\":\"ES384\"," + ec + "}", "algorithm");
        assertIgnored("{\"kid\":1," + rsa + "}", "kid is a number");
        assertIgnored("{\"kid\":\"" + "k".repeat(513) + "\"," + rsa + "}", "kid is longer");
        assertIgnored("{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AA\",\"y\":\"AA\"}", "curve");
        assertIgnored("{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AA\"}", "curve");
        assertIgnored("{\"kty\":\"AKP\"}", "unknown kind");
        assertIgnored("{\"kty\":\"RSA\",\"e\":\"AQAB\"}", "no n");
        assertIgnored("{}", "no kty");
        assertIgnored("1", "not an object");
        assertIgnored(
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}"
                        .formatted(Base64Url.encode(new byte[32]), Base64Url.encode(new byte[32])),
                "not on the curve");
        assertIgnored(
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}", "coordinates");
    }

    @Test
    void parse_weakRsa_isLeftOut() throws Exception {
        assertIgnored(rsa(SigningKey.rsa(1024), BigInteger.valueOf(65537)), "RSA of 1024 bits");
        KeyPair good = signing(JwtAlgorithm.RS256).pair();
        assertIgnored(rsa(good, BigInteger.ONE), "exponent");
        assertIgnored(rsa(good, BigInteger.ZERO), "exponent");
        assertIgnored(rsa(good, BigInteger.valueOf(65536)), "exponent");
        assertIgnored(rsa(good, BigInteger.TWO.pow(2000).add(BigInteger.ONE)), "exponent");
        String long16384 = Base64Url.encode(filled(2048));
        assertIgnored("{\"kty\":\"RSA\",\"n\":\"" + long16384 + "\",\"e\":\"AQAB\"}", "16384 bits");
    }

    @Test
    void parse_ed25519OutsideTheField_isLeftOut() throws Exception {
        String x = Base64Url.encode(filled(32));
        assertIgnored("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "\"}", "curve");
        assertIgnored("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"}", "32 bytes");
    }

    @Test
    void ed25519_pointsOfBothSigns_areReadAsTheJdkWritesThem() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        Set<Boolean> odd = new HashSet<>();
        while (odd.size() < 2) {
            KeyPair pair = generator.generateKeyPair();
            odd.add(((EdECPublicKey) pair.getPublic()).getPoint().isXOdd());
            SigningKey signing = new SigningKey("e", JwtAlgorithm.EDDSA, pair);
            byte[] signature = signing.sign(BYTES);

            assertThat(only(signing.jwk()).verifies(JwtAlgorithm.EDDSA, BYTES, signature)).isTrue();
        }
    }

    @Test
    void parse_certificatesAndAddressesBesideTheKey_areNotLookedAt() throws Exception {
        String jwk =
                "{\"kid\":\"a\",\"x5u\":\"http://127.0.0.1:1/\",\"x5c\":[\"%%%\"],\"x5t\":7,"
                        + signing(JwtAlgorithm.ES256).material()
                        + "}";

        assertThat(KeySet.parse(SigningKey.set(jwk)).keys()).hasSize(1);
    }

    @Test
    void parse_whatIsNoSet_fails() {
        String jwk = signing(JwtAlgorithm.ES256).jwk();
        assertFails("", "an object is wanted");
        assertFails("[]", "an object is wanted");
        assertFails("{}", "there is none");
        assertFails("{\"keys\":{}}", "there is none");
        assertFails("{\"keys\":[],\"keys\":[" + jwk + "]}", "twice");
        String[] many = new String[KeySet.KEYS_MAX + 1];
        Arrays.fill(many, jwk);
        assertFails(SigningKey.set(many), "101 keys");
        assertFails(
                "{\"keys\":[],\"pad\":\"" + "x".repeat(KeySet.TEXT_LENGTH_MAX) + "\"}", "longer");
        assertFails("{\"keys\":" + "[".repeat(100_000), "nested deeper");
    }

    @Test
    void named_idsAreComparedAsTheyAre() throws Exception {
        SigningKey key = signing(JwtAlgorithm.ES256).as("Key 1", JwtAlgorithm.ES256);
        KeySet set = KeySet.parse(SigningKey.set(key.jwk(), key.as("b", key.algorithm()).jwk()));

        assertThat(set.named(Optional.of("Key 1"))).hasSize(1);
        assertThat(set.named(Optional.of("key 1"))).isEmpty();
        assertThat(set.named(Optional.of(""))).isEmpty();
        assertThat(set.named(Optional.empty())).hasSize(2);
    }

    private static SigningKey signing(JwtAlgorithm algorithm) {
        return Objects.requireNonNull(KEYS.get(algorithm));
    }

    private static VerifyingKey only(String jwk) throws JsonException {
        KeySet set = KeySet.parse(SigningKey.set(jwk));
        assertThat(set.ignored()).isEmpty();
        return set.keys().getFirst();
    }

    private static void assertIgnored(String jwk, String why) throws JsonException {
        KeySet set = KeySet.parse(SigningKey.set(jwk));
        assertThat(set.keys()).as(jwk).isEmpty();
        assertThat(set.ignored()).hasSize(1);
        assertThat(set.ignored().getFirst()).startsWith("keys[0] is ").contains(why);
    }

    private static void assertFails(String text, String why) {
        assertThatThrownBy(() -> KeySet.parse(text))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining(why);
    }

    private static String rsa(KeyPair pair, BigInteger exponent) {
        BigInteger modulus = ((RSAPublicKey) pair.getPublic()).getModulus();
        return "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"}"
                .formatted(SigningKey.unsigned(modulus, 0), SigningKey.unsigned(exponent, 1));
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xff);
        return bytes;
    }
}
