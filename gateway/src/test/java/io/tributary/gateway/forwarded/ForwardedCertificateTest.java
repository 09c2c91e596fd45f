package io.tributary.gateway.forwarded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.gateway.registry.text.CertificateName;
import io.tributary.gateway.registry.text.CertificateName.Kind;
import io.tributary.runtime.hash.Sha256;
import io.tributary.runtime.tls.PemText;
import io.tributary.runtime.tls.TestAuthority;
import io.tributary.runtime.tls.TestAuthority.Wish;
import io.tributary.testkit.fuzz.FuzzCorpus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedCertificateTest {
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final TestAuthority CLIENTS = TestAuthority.root("clients");

    private final X509Certificate alice =
            CLIENTS.issue(Wish.client("alice").forHost("alice.example")).certificate();

    @Test
    void header_asEnvoyWritesIt_tellsNamesInTheirOrder() throws Exception {
        String header =
                "By=spiffe://mesh/ns/a/sa/gateway;Hash=%s;Subject=\"CN=a \\\"b\\\",O=\\\\x;y=z\";URI=spiffe://mesh/ns/b/sa/c?x=1;uri=;DNS=c.example;DNS=d.example"
                        .formatted(HASH.toUpperCase(Locale.ROOT));

        assertThat(read(header))
                .isEqualTo(
                        new ForwardedCertificate.Named(
                                List.of(
                                        new CertificateName(Kind.SHA256, HASH),
                                        new CertificateName(
                                                Kind.URI, "spiffe://mesh/ns/b/sa/c?x=1"),
                                        new CertificateName(Kind.DNS, "c.example"),
                                        new CertificateName(Kind.DNS, "d.example"))));
    }

    @Test
    void header_withoutAnyName_tellsNone() throws Exception {
        assertThat(read("By=spiffe://mesh/gateway;Subject=\"\";Future=x"))
                .isEqualTo(new ForwardedCertificate.Named(List.of()));
    }

    @Test
    void cert_isTheCertificate_whateverNamesStandBeside() throws Exception {
        String hash = Sha256.hex(alice.getEncoded());

        assertThat(read("URI=spiffe://mesh/other;Cert=\"%s\";Hash=%s".formatted(pem(alice), hash)))
                .isEqualTo(new ForwardedCertificate.Whole(alice));
        assertThat(read("Cert=" + pem(alice).replace("%0A", "%0a")))
                .isEqualTo(new ForwardedCertificate.Whole(alice));
    }

    @Test
    void cert_withTheHashOfAnother_isRefused() throws Exception {
        assertThat(why("Cert=\"" + pem(alice) + "\";Hash=" + HASH)).contains("not that of Cert");
    }

    @Test
    void cert_thatIsNone_isRefused() {
        X509Certificate bob = CLIENTS.issue(Wish.client("bob")).certificate();
        String two = URLEncoder.encode(PemText.of(List.of(alice, bob)), StandardCharsets.US_ASCII);

        assertThat(why("Cert=\"" + two.replace("+", "%20") + "\"")).contains("2 certificates");
        assertThat(why("Cert=")).contains("no certificate");
        assertThat(why("Cert=\"" + pem(alice).substring(200) + "\"")).contains("no certificate");
        assertThat(why("Cert=%4")).contains("%");
        assertThat(why("Cert=%zz")).contains("%");
    }

    @Test
    void header_standingTwice_isRefused() {
        String one = "Hash=" + HASH;

        assertThatExceptionOfType(ForwardedHeaderException.class)
                .isThrownBy(() -> ForwardedCertificate.of(List.of(one, one)))
                .withMessageContaining("2 times");
    }

    /// What a client may send to a proxy that appends: whatever it is, the element of the proxy
    /// does not come to say something else.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Hash=@,|several elements",
                "Hash=@|several elements",
                "By=x;URI=spiffe://victim|several elements",
                "URI=\"spiffe://victim|;",
                "X=\"|;",
                "X=\"\\|;",
                "X=\"\\\\\"|several elements",
                ",|a key",
                ";|a key",
                "=x,|a key",
                "URI=spiffe://victim;|a key",
            })
    void header_appendedTo_isRefused(String sent, String why) {
        String added =
                "By=spiffe://proxy;Hash=%s;Subject=\"CN=attacker\";URI=spiffe://attacker"
                        .formatted(HASH);

        assertThat(why(sent.replace("@", HASH) + "," + added)).contains(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Hash|a key and =",
                "Hash =x|a key and =",
                "` Hash=x`|a key and =",
                "URI=a;|a key and =",
                "URI=a;;URI=b|a key and =",
                "URI=a\"b|quotes around",
                "URI=\"a|closes",
                "URI=\"a\"b|behind",
                "URI=\"a\" ;DNS=b|behind",
                "Hash=12|64 hexadecimal",
                "Hash=|64 hexadecimal",
            })
    void header_inAnotherForm_isRefusedWithItsPlace(String header, String why) {
        assertThat(why(header)).contains(why);
    }

    @Test
    void header_empty_isRefused() {
        assertThat(why("")).contains("character 1");
    }

    @Test
    void header_sayingOneThingTwice_isRefused() {
        assertThat(why("Hash=" + HASH + ";hash=" + HASH)).contains("hash twice");
        assertThat(why("Cert=" + pem(alice) + ";Cert=" + pem(alice))).contains("Cert twice");
    }

    @Test
    void header_beyondItsBounds_isRefused() {
        assertThat(why("X=" + "x".repeat(ForwardedCertificate.CHARACTERS_MAX)))
                .contains("16386 characters");
        assertThat(why("DNS=a;".repeat(ForwardedCertificate.PAIRS_MAX) + "DNS=a"))
                .contains("more than 100 pairs");
    }

    @Test
    void header_corpusAndMutations_isReadInOneWayOrRefused() {
        FuzzCorpus.run("forwarded", 50_000, ForwardedFuzzer::fuzzerTestOneInput);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0/0", "::/0", "10.0.0.1/8", "localhost", "''", "10.0.0.0/33"})
    void range_ofEverybodyOrNone_isRefused(String text) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> TrustedProxies.range(text))
                .withMessageStartingWith("found " + text);
    }

    private static ForwardedCertificate read(String header) throws ForwardedHeaderException {
        return ForwardedCertificate.of(List.of(header));
    }

    private static String why(String header) {
        try {
            return "read as " + read(header);
        } catch (ForwardedHeaderException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String pem(X509Certificate certificate) {
        return URLEncoder.encode(PemText.of(List.of(certificate)), StandardCharsets.US_ASCII)
                .replace("+", "%20");
    }
}
