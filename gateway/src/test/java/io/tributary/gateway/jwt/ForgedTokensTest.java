package io.tributary.gateway.jwt;

import static io.tributary.gateway.jwt.Tokens.EC;
import static io.tributary.gateway.jwt.Tokens.ED;
import static io.tributary.gateway.jwt.Tokens.NOW;
import static io.tributary.gateway.jwt.Tokens.RSA;
import static io.tributary.gateway.jwt.Tokens.base64;
import static io.tributary.gateway.jwt.Tokens.header;
import static io.tributary.gateway.jwt.Tokens.quoted;
import static io.tributary.gateway.jwt.Tokens.signed;
import static io.tributary.gateway.jwt.Tokens.unsigned;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.jwt.TokenVerdict.Reason;
import io.tributary.gateway.jwt.TokenVerdict.Verified;
import io.tributary.gateway.jwt.Tokens.Payload;
import io.tributary.gateway.jwt.json.Base64Url;
import io.tributary.gateway.jwt.keys.IssuerServer;
import io.tributary.gateway.jwt.keys.JwtAlgorithm;
import io.tributary.gateway.jwt.keys.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What forgers try (S-AUTH-2).
class ForgedTokensTest {
    private static final String GOOD = Payload.good().json();

    private final TokenVerifier verifier = Tokens.verifier();

    @BeforeEach
    void applyRule() {
        verifier.apply(List.of(Tokens.rule()));
    }

    @Test
    void verify_genuineTokens_areVerified() throws Exception {
        for (SigningKey key : List.of(RSA, EC, ED)) {
            assertThat(verify(signed(key, Payload.good()))).isInstanceOf(Verified.class);
        }
    }

    @Test
    void verify_unsigned_isRefusedHoweverItIsSpelled() throws Exception {
        String signature = Base64Url.encode(new byte[256]);
        for (String none :
                List.of("none", "None", "NONE", "nOnE", "", " ", "none ", "rs256", "RS256 ")) {
            String input = unsigned("{\"alg\":\"" + none + "\",\"kid\":\"rsa-1\"}", GOOD);
            assertRefused(input + ".", Reason.ALGORITHM);
            assertRefused(input + "." + signature, Reason.ALGORITHM);
        }
        assertRefused(unsigned("{}", GOOD) + ".", Reason.ALGORITHM);
        assertRefused(unsigned("{\"alg\":null}", GOOD) + ".", Reason.ALGORITHM);
        assertRefused(unsigned("{\"alg\":[\"RS256\"]}", GOOD) + ".", Reason.ALGORITHM);
        assertRefused(unsigned("{\"alg\":{}}", GOOD) + ".", Reason.ALGORITHM);
        assertRefused(unsigned("{\"alg\":1}", GOOD) + ".", Reason.ALGORITHM);
        assertRefused(unsigned(header(RSA), GOOD) + ".", Reason.SIGNATURE);
        assertRefused(unsigned(header(RSA), GOOD), Reason.MALFORMED);
    }

    /// The public key as a shared secret, in each spelling that a careless library would take.
    @Test
    void verify_hmacWithThePublicKey_isRefused() throws Exception {
        byte[] der = RSA.pair().getPublic().getEncoded();
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        String pem = "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----";
        List<byte[]> secrets =
                List.of(
                        der,
                        utf8(pem),
                        utf8(pem + "\n"),
                        utf8(RSA.jwk()),
                        utf8("{" + RSA.material() + "}"),
                        new byte[] {0});
        Map<String, String> hashes =
                Map.of("HS256", "HmacSHA256", "HS384", "HmacSHA384", "HS512", "HmacSHA512");
        for (String algorithm : hashes.keySet()) {
            for (byte[] secret : secrets) {
                for (String key : List.of("rsa-1", "other")) {
                    String input =
                            unsigned(
                                    "{\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(algorithm, key),
                                    GOOD);
                    String mac = hmac(hashes.get(algorithm), secret, input);
                    assertRefused(input + "." + mac, Reason.ALGORITHM);
                }
            }
        }
    }

    @Test
    void verify_algorithmOfAnotherKindOfKey_isRefused() throws Exception {
        for (SigningKey key : List.of(RSA, EC, ED)) {
            for (JwtAlgorithm algorithm : JwtAlgorithm.ALL) {
                SigningKey said = new SigningKey(key.id(), algorithm, key.pair());
                String token = signed(key, header(said), GOOD);
                if (algorithm == key.algorithm()) {
                    assertThat(verify(token)).isInstanceOf(Verified.class);
                } else {
                    boolean fits = key.equals(RSA) && algorithm.word().matches("[RP]S...");
                    assertRefused(token, fits ? Reason.SIGNATURE : Reason.ALGORITHM);
                }
            }
        }
    }

    @Test
    void verify_keyOfSomebodyElse_isRefused() throws Exception {
        SigningKey theirs = SigningKey.of("ec-1", JwtAlgorithm.ES256);
        assertRefused(signed(theirs, Payload.good()), Reason.SIGNATURE);
        assertRefused(
                signed(theirs.as("x", JwtAlgorithm.ES256), Payload.good()), Reason.UNKNOWN_KEY);
    }

    /// A key that the token brings, as it would have it.
    @Test
    void verify_keyInTheHeader_isNotTaken() throws Exception {
        SigningKey theirs = SigningKey.of("theirs", JwtAlgorithm.ES256);
        for (String kid : List.of("", ",\"kid\":\"ec-1\"", ",\"kid\":\"theirs\"")) {
            String header =
                    "{\"alg\":\"ES256\",\"jwk\":%s,\"x5c\":[\"MIIB\"]%s}"
                            .formatted(theirs.jwk(), kid);
            assertThat(verify(signed(theirs, header, GOOD)))
                    .isInstanceOf(TokenVerdict.Refused.class);
        }
    }

    /// What a header points at is never asked for, be the token genuine or not.
    @Test
    void verify_addressesInTheHeader_areNotAskedFor() throws Exception {
        SigningKey theirs = SigningKey.of("theirs", JwtAlgorithm.ES256);
        try (IssuerServer server = new IssuerServer()) {
            server.publish(theirs.jwk());
            for (String name : List.of("jku", "x5u", "iss", "kid", "jwks_uri")) {
                for (String kid : List.of("ec-1", "theirs", server.url("/k"))) {
                    String header =
                            "{\"alg\":\"ES256\",\"%s\":\"%s\"%s}"
                                    .formatted(
                                            name,
                                            server.keysUrl(),
                                            name.equals("kid") ? "" : ",\"kid\":\"" + kid + "\"");
                    assertThat(verify(signed(theirs, header, GOOD)))
                            .isInstanceOf(TokenVerdict.Refused.class);
                }
                if (!name.equals("kid")) {
                    String header =
                            "{\"alg\":\"ES256\",\"kid\":\"ec-1\",\"%s\":\"%s\"}"
                                    .formatted(name, server.keysUrl());
                    assertThat(verify(signed(EC, header, GOOD))).isInstanceOf(Verified.class);
                }
            }
            String elsewhere = Payload.good().with("iss", quoted(server.issuer())).json();
            assertRefused(signed(theirs, header(theirs), elsewhere), Reason.UNKNOWN_ISSUER);
            assertThat(server.described() + server.keysAsked() + server.othersAsked()).isZero();
        }
    }

    @Test
    void verify_keyIdsThatMeanSomethingElsewhere_areNamesOfNoKey() throws Exception {
        for (String kid :
                List.of(
                        "../../../../dev/null",
                        "/dev/null",
                        "http://127.0.0.1:1/key",
                        "' OR '1'='1",
                        "x' UNION SELECT 'secret",
                        "$(id)",
                        "${jndi:ldap://127.0.0.1:1/a}",
                        "ec-1\\u0000",
                        "EC-1",
                        " ec-1",
                        "",
                        "e".repeat(5_000))) {
            String header = "{\"alg\":\"ES256\",\"kid\":\"" + kid + "\"}";
            assertRefused(signed(EC, header, GOOD), Reason.UNKNOWN_KEY);
        }
        for (String kid : List.of("1", "null", "[\"ec-1\"]", "{\"a\":1}", "true")) {
            String header = "{\"alg\":\"ES256\",\"kid\":" + kid + "}";
            assertRefused(signed(EC, header, GOOD), Reason.HEADER);
        }
    }

    @Test
    void verify_critical_isRefused() throws Exception {
        for (String crit :
                List.of("[\"b64\"]", "[\"exp\"]", "[\"alg\"]", "[]", "null", "\"b64\"")) {
            String header =
                    "{\"alg\":\"ES256\",\"kid\":\"ec-1\",\"b64\":false,\"crit\":" + crit + "}";
            assertRefused(signed(EC, header, GOOD), Reason.HEADER);
        }
    }

    /// Genuine, and for other ends: a logout token is no way in.
    @Test
    void verify_tokensForOtherEnds_areRefused() throws Exception {
        for (String type :
                List.of(
                        "logout+jwt",
                        "dpop+jwt",
                        "secevent+jwt",
                        "JWE",
                        "application/dpop+jwt",
                        "")) {
            String header = "{\"alg\":\"ES256\",\"kid\":\"ec-1\",\"typ\":\"" + type + "\"}";
            assertRefused(signed(EC, header, GOOD), Reason.HEADER);
        }
        for (String type : List.of("JWT", "jwt", "at+jwt", "application/at+jwt", "at+JWT")) {
            String header = "{\"alg\":\"ES256\",\"kid\":\"ec-1\",\"typ\":\"" + type + "\"}";
            assertThat(verify(signed(EC, header, GOOD))).as(type).isInstanceOf(Verified.class);
        }
    }

    @Test
    void verify_membersTwice_areRefused() throws Exception {
        for (String header :
                List.of(
                        "{\"alg\":\"none\",\"alg\":\"ES256\",\"kid\":\"ec-1\"}",
                        "{\"alg\":\"ES256\",\"alg\":\"ES256\",\"kid\":\"ec-1\"}",
                        "{\"alg\":\"ES256\",\"\\u0061lg\":\"none\",\"kid\":\"ec-1\"}",
                        "{\"alg\":\"ES256\",\"kid\":\"x\",\"kid\":\"ec-1\"}")) {
            assertRefused(signed(EC, header, GOOD), Reason.MALFORMED);
        }
        for (String member :
                List.of(
                        "\"sub\":\"bob\"",
                        "\"iss\":\"https://issuer.example\"",
                        "\"aud\":\"other\"",
                        "\"exp\":1",
                        "\"\\u0073ub\":\"bob\"",
                        "\"a\":{\"b\":1,\"b\":2}")) {
            String payload = GOOD.substring(0, GOOD.length() - 1) + "," + member + "}";
            assertRefused(signed(EC, header(EC), payload), Reason.MALFORMED);
        }
    }

    @Test
    void verify_cutOrExtendedAnywhere_isRefused() throws Exception {
        for (SigningKey key : List.of(RSA, EC, ED)) {
            String token = signed(key, Payload.good());
            for (int length = 0; length < token.length(); length++) {
                assertThat(verify(token.substring(0, length)))
                        .isInstanceOf(TokenVerdict.Refused.class);
            }
            for (String more :
                    List.of(
                            "A", "AA", "AAA", "AAAA", "=", "==", ".", ".AAAA", "\n", " ", "%00",
                            "é")) {
                assertThat(verify(token + more)).isInstanceOf(TokenVerdict.Refused.class);
                assertThat(verify(more + token)).isInstanceOf(TokenVerdict.Refused.class);
            }
            assertThat(verify(token.replace(".", ".."))).isInstanceOf(TokenVerdict.Refused.class);
            assertRefused(token.replaceFirst("\\.[^.]*$", "."), Reason.SIGNATURE);
        }
    }

    /// Each character of a genuine token, changed in four ways: nothing comes of it.
    @Test
    void verify_eachCharacterChanged_isRefused() throws Exception {
        for (SigningKey key : List.of(RSA, EC, ED)) {
            String token = signed(key, Payload.good());
            for (int i = 0; i < token.length(); i++) {
                for (char other : new char[] {'A', '_', '.', (char) (token.charAt(i) ^ 1)}) {
                    if (other != token.charAt(i)) {
                        String changed = token.substring(0, i) + other + token.substring(i + 1);
                        assertThat(verify(changed)).isInstanceOf(TokenVerdict.Refused.class);
                    }
                }
            }
        }
    }

    /// Also beside a token that is remembered.
    @Test
    void verify_changedClaimsUnderAnOldSignature_isRefused() throws Exception {
        String token = signed(RSA, Payload.good());
        assertThat(verify(token)).isInstanceOf(Verified.class);
        String[] parts = token.split("\\.", -1);
        String other = base64(Payload.good().with("sub", quoted("root")).json());

        assertRefused(parts[0] + "." + other + "." + parts[2], Reason.SIGNATURE);
        assertThat(verify(token)).isInstanceOf(Verified.class);
    }

    /// CVE-2022-21449.
    @Test
    void verify_psychicSignature_isRefused() throws Exception {
        for (SigningKey key : List.of(RSA, EC, ED)) {
            int length = key.sign(new byte[1]).length;
            assertRefused(
                    unsigned(header(key), GOOD) + "." + Base64Url.encode(new byte[length]),
                    Reason.SIGNATURE);
        }
    }

    /// An ECDSA signature as certificates have it is none of a token.
    @Test
    void verify_derSignature_isRefused() throws Exception {
        String input = unsigned(header(EC), GOOD);
        Signature der = Signature.getInstance("SHA256withECDSA");
        der.initSign(EC.pair().getPrivate());
        der.update(utf8(input));
        assertRefused(input + "." + Base64Url.encode(der.sign()), Reason.SIGNATURE);
    }

    @Test
    void verify_hugeAndDeep_isRefusedBeforeItIsRead() throws Exception {
        assertRefused("a".repeat(1 << 20), Reason.TOO_LONG);
        assertRefused(
                signed(EC, Payload.good().with("x", quoted("x".repeat(1 << 20)))), Reason.TOO_LONG);
        assertRefused(signed(EC, header(EC), "[".repeat(100_000)), Reason.TOO_LONG);
        assertRefused(signed(EC, header(EC), "{\"a\":".repeat(2_000)), Reason.MALFORMED);
        assertRefused(signed(EC, header(EC), "{\"a\":" + "[".repeat(10_000)), Reason.MALFORMED);
        assertRefused(unsigned("{\"alg\":" + "[".repeat(10_000), GOOD) + ".", Reason.MALFORMED);
        String many = Payload.good().with("a", "[" + "0,".repeat(2_000) + "0]").json();
        assertRefused(signed(EC, header(EC), many), Reason.MALFORMED);
        assertRefused(".".repeat(16_000), Reason.MALFORMED);
        String deep = "[".repeat(15) + "]".repeat(15);
        assertThat(verify(signed(EC, Payload.good().with("a", deep)))).isInstanceOf(Verified.class);
        assertRefused(signed(EC, Payload.good().with("a", "[" + deep + "]")), Reason.MALFORMED);
    }

    @Test
    void verify_encryptedOrNested_isRefused() throws Exception {
        String jwe = base64("{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}") + ".AAAA.AAAA.AAAA.AAAA";
        assertRefused(jwe, Reason.ENCRYPTED);
        assertRefused(
                base64("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + "..AAAA.AAAA.AAAA",
                Reason.ENCRYPTED);
        String inner = unsigned("{\"alg\":\"none\"}", GOOD) + ".";
        String nesting = "{\"alg\":\"ES256\",\"kid\":\"ec-1\",\"cty\":\"JWT\"}";
        assertRefused(signed(EC, nesting, inner), Reason.HEADER);
        assertRefused(signed(EC, nesting, GOOD), Reason.HEADER);
        assertRefused(signed(EC, header(EC), inner), Reason.MALFORMED);
    }

    @Test
    void verify_otherSpellingsOfTheSameBytes_areRefused() throws Exception {
        String token = signed(RSA, Payload.good());
        String[] parts = token.split("\\.", -1);
        for (int i = 0; i < 3; i++) {
            for (String spelling :
                    List.of(parts[i] + "=", parts[i] + "==", parts[i] + "\n", " " + parts[i])) {
                String[] changed = parts.clone();
                changed[i] = spelling;
                assertRefused(String.join(".", changed), Reason.MALFORMED);
            }
        }
        String twice = "{\"flattened\":true,\"payload\":\"" + parts[1] + "\"}";
        assertRefused(twice, Reason.MALFORMED);
    }

    /// Texts go to logs: there is nothing in them that could be used.
    @Test
    void verify_refusals_showNoPartOfTheToken() throws Exception {
        String token = signed(RSA, Payload.good());
        String[] parts = token.split("\\.", -1);
        for (int i = 0; i < token.length(); i++) {
            String changed = token.substring(0, i) + '!' + token.substring(i + 1);
            if (verify(changed) instanceof TokenVerdict.Refused(Reason _, String text)) {
                for (String part : parts) {
                    assertThat(text).doesNotContain(part.substring(0, 20));
                }
                assertThat(text).hasSizeLessThan(300);
            }
        }
        String shouting = Payload.good().with("iss", quoted("a\\nroot logged in")).json();
        assertThat(verify(signed(EC, header(EC), shouting)).toString()).doesNotContain("\n");
    }

    private TokenVerdict verify(String token) throws InterruptedException {
        return verifier.verify(token, NOW * 1_000);
    }

    private void assertRefused(String token, Reason reason) throws InterruptedException {
        TokenVerdict verdict = verify(token);
        assertThat(verdict)
                .as("%.200s", token)
                .isInstanceOfSatisfying(
                        TokenVerdict.Refused.class,
                        refused ->
                                assertThat(refused.reason()).as(refused.text()).isEqualTo(reason));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hmac(String algorithm, byte[] secret, String input)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(secret, algorithm));
        return Base64Url.encode(mac.doFinal(utf8(input)));
    }
}
