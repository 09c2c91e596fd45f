package io.tributary.gateway.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/// Inputs to begin from, made anew each time: keys differ, shapes do not.
final class FuzzSeeds {
    private FuzzSeeds() {}

    static List<byte[]> requests() throws IOException {
        byte[] plain = Requests.plain(Requests.key());
        byte[] names =
                Requests.der(
                        Requests.key(),
                        "CN=prod-eu,O=acme",
                        List.of(
                                Requests.names(
                                        new GeneralName(GeneralName.directoryName, "CN=a+O=b"),
                                        new GeneralName(GeneralName.iPAddress, "10.0.0.1"),
                                        new GeneralName(GeneralName.registeredID, "1.2.3"))));
        return List.of(
                plain,
                names,
                Requests.der(
                        Requests.key(),
                        "",
                        List.of(Requests.names(Requests.uri(Site.agent().uri())))),
                Requests.pem(plain),
                Requests.plain(Requests.key("Ed25519", "")),
                Requests.plain(Requests.key("RSA", "2048")),
                Requests.der(
                        Requests.key(),
                        "CN=prod-eu",
                        List.of(
                                Requests.names(Requests.uri(Site.agent().uri())),
                                new Extension(
                                        Extension.basicConstraints,
                                        true,
                                        new BasicConstraints(true).getEncoded()))));
    }

    static List<byte[]> identities() throws IOException {
        String uri = Site.agent().uri();
        return List.of(
                octets(Requests.uri(uri)),
                octets(Requests.uri(uri), new GeneralName(GeneralName.dNSName, "a.example.org")),
                octets(new GeneralName(GeneralName.iPAddress, "10.0.0.1")),
                uri.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] octets(GeneralName... names) throws IOException {
        return new DEROctetString(new GeneralNames(names).getEncoded()).getEncoded();
    }
}
