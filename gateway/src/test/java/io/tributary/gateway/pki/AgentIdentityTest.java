package io.tributary.gateway.pki;

import static io.tributary.gateway.pki.Site.TRUST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;

class AgentIdentityTest {
    private static final String T = "0b5b9c1e-7a37-4d8e-9d2f-1f0c5f6f2a01";
    private static final String C = "1c6cad2f-8b48-4e9f-8e30-201d60703b02";
    private static final String A = "2d7dbe30-9c59-4fa0-bf41-312e71814c03";
    private static final String BASE = "spiffe://metrics.example.org/";
    private static final String URI = BASE + "tenant/" + T + "/cluster/" + C + "/agent/" + A;

    @Test
    void parse_ofTheOneForm_givesTheIdentity() throws RefusedException {
        AgentIdentity agent = AgentIdentity.parse(URI, TRUST);

        assertThat(agent.tenant()).hasToString(T);
        assertThat(agent.cluster()).hasToString(C);
        assertThat(agent.agent()).hasToString(A);
        assertThat(agent.uri()).isEqualTo(URI);
    }

    @Test
    void parse_ofAnythingElse_isRefused() {
        List<String> others =
                List.of(
                        "",
                        URI + "/",
                        URI + "?",
                        URI + "#a",
                        URI + "/x/" + A,
                        URI + " ",
                        " " + URI,
                        URI.replace(A, A.toUpperCase(java.util.Locale.ROOT)),
                        URI.replace(A, "1-1-1-1-1"),
                        URI.replace(A, "{" + A + "}"),
                        URI.replace(A, A + "0"),
                        URI.replace(A, A.replace("-", "")),
                        URI.replace(A, ""),
                        URI.replace("/agent/", "/writer/"),
                        URI.replace("/agent/", "//agent/"),
                        URI.replace("tenant", "Tenant"),
                        URI.replace("tenant", "%74enant"),
                        URI.replace("spiffe", "SPIFFE"),
                        URI.replace("metrics.example.org", "METRICS.example.org"),
                        URI.replace("metrics.example.org", "metrics.example.org:443"),
                        URI.replace("metrics.example.org", "a@metrics.example.org"),
                        URI.replace("metrics.example.org", "metrics.example.com"),
                        URI.replace("metrics.example.org", "metrics.example.org.evil.com"),
                        BASE + "cluster/" + C + "/tenant/" + T + "/agent/" + A,
                        BASE + "../metrics.example.org/tenant/" + T);
        for (String other : others) {
            assertThatExceptionOfType(RefusedException.class)
                    .as(other)
                    .isThrownBy(() -> AgentIdentity.parse(other, TRUST))
                    .satisfies(e -> assertThat(e.refusal()).isEqualTo(Refusal.IDENTITY));
        }
    }

    @Test
    void names_thatAreNotOneUri_areRefused() throws Exception {
        GeneralName ours = Requests.uri(URI);
        GeneralName dns = new GeneralName(GeneralName.dNSName, "a.example.org");

        assertThat(AgentIdentity.ofNames(octets(ours), TRUST).uri()).isEqualTo(URI);
        for (byte[] names :
                List.of(
                        octets(),
                        octets(dns),
                        octets(ours, dns),
                        octets(dns, ours),
                        octets(ours, ours),
                        octets(new GeneralName(GeneralName.dNSName, URI)))) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> AgentIdentity.ofNames(names, TRUST));
        }
    }

    @Test
    void names_thatNoParserExpects_areRefused() {
        byte[] halfAParty = HexFormat.of().parseHex("04083006a504a0021400");

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> AgentIdentity.ofNames(halfAParty, TRUST))
                .withMessage("the subject alternative names are malformed");
    }

    @Test
    void trustDomain_ofOtherCharacters_isRefused() {
        for (String name : List.of("", "A.org", "a/b", "a b", "ä.org", "a:1", "x".repeat(65))) {
            assertThatIllegalArgumentException()
                    .as(name)
                    .isThrownBy(() -> new TrustDomain(name))
                    .withMessageStartingWith("trust domain must be 1 to 64 of");
        }
    }

    private static byte[] octets(GeneralName... names) throws IOException {
        return new DEROctetString(new GeneralNames(names).getEncoded()).getEncoded();
    }
}
