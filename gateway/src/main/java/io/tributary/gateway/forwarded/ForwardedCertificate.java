package io.tributary.gateway.forwarded;

import io.tributary.gateway.registry.text.CertificateName;
import io.tributary.gateway.registry.text.CertificateName.Kind;
import io.tributary.runtime.hash.Sha256;
import io.tributary.runtime.tls.Pem;
import java.io.ByteArrayOutputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What one proxy says of the certificate that its client showed.
///
/// ```
/// header  = element *( "," element )          each proxy on the way may add one; here: exactly one
/// element = pair *( ";" pair )
/// pair    = key "=" value                     keys in any case
/// value   = *( any but , ; " )  /  DQUOTE *( any but " \  /  "\" any ) DQUOTE
///
/// By       of the proxy's own certificate     not looked at
/// Hash     SHA-256 of the client's            64 hexadecimal digits
/// Cert     the client's, PEM, in URL encoding
/// Chain    it and those above it              not looked at
/// Subject                                     not looked at
/// URI, DNS its alternative names; each may stand several times, and may be empty
/// ```
///
/// **One element.** An element is what one proxy saw. Where there are several, a proxy appends to
/// what it was sent, and what it was sent may be its client's own words: even the borders between
/// elements are, as a quote that the client opens swallows what follows. So several are refused
/// rather than one of them chosen; the proxy is to set the header anew.
///
/// Keys that are not known say nothing. Immutable.
///
/// @see <a
///   href="https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-client-cert">Envoy,
///   x-forwarded-client-cert</a>
public sealed interface ForwardedCertificate {
    /// The certificate itself; what the proxy said besides is not needed.
    record Whole(X509Certificate certificate) implements ForwardedCertificate {}

    /// Names alone: fingerprint first, where there is one; none where none was told.
    record Named(List<CertificateName> names) implements ForwardedCertificate {
        public Named {
            names = List.copyOf(names);
        }
    }

    /// The header's name, in small letters.
    String HEADER = "x-forwarded-client-cert";

    /// Longest header that is read, in characters: a certificate of 4,096 bits with its chain in
    /// URL encoding takes half of it.
    int CHARACTERS_MAX = 16 * 1024;

    /// Most pairs in it.
    int PAIRS_MAX = 100;

    /// Reads all values of the header.
    ///
    /// @throws ForwardedHeaderException if it stands more than once, or is not in the form above
    static ForwardedCertificate of(List<String> values) throws ForwardedHeaderException {
        if (values.size() != 1) {
            throw new ForwardedHeaderException(
                    "found it %d times, expected once".formatted(values.size()));
        }
        return parse(values.getFirst());
    }

    private static ForwardedCertificate parse(String header) throws ForwardedHeaderException {
        if (header.length() > CHARACTERS_MAX) {
            throw new ForwardedHeaderException(
                    "found %d characters, expected at most %d"
                            .formatted(header.length(), CHARACTERS_MAX));
        }
        Optional<String> hash = Optional.empty();
        Optional<X509Certificate> certificate = Optional.empty();
        List<CertificateName> names = new ArrayList<>();
        for (ForwardedPairs.Pair pair : ForwardedPairs.of(header)) {
            switch (pair.key().toLowerCase(Locale.ROOT)) {
                case "hash" -> hash = once(hash, pair, hash(pair.value()));
                case "cert" -> certificate = once(certificate, pair, certificate(pair.value()));
                case "uri" -> add(Kind.URI, pair.value(), names);
                case "dns" -> add(Kind.DNS, pair.value(), names);
                default -> {}
            }
        }
        if (certificate.isPresent()) {
            checkHash(hash, certificate.get());
            return new Whole(certificate.get());
        }
        hash.ifPresent(digits -> names.addFirst(new CertificateName(Kind.SHA256, digits)));
        return new Named(names);
    }

    private static <T> Optional<T> once(Optional<T> before, ForwardedPairs.Pair pair, T value)
            throws ForwardedHeaderException {
        if (before.isPresent()) {
            throw new ForwardedHeaderException(
                    "found %s twice, expected it once".formatted(pair.key()));
        }
        return Optional.of(value);
    }

    private static void add(Kind kind, String value, List<CertificateName> names) {
        if (!value.isEmpty()) {
            names.add(new CertificateName(kind, value));
        }
    }

    private static String hash(String value) throws ForwardedHeaderException {
        String digits = value.toLowerCase(Locale.ROOT);
        if (!CertificateName.isFingerprint(digits)) {
            throw new ForwardedHeaderException(
                    "found a Hash of %d characters, expected 64 hexadecimal digits"
                            .formatted(value.length()));
        }
        return digits;
    }

    private static X509Certificate certificate(String value) throws ForwardedHeaderException {
        try {
            List<X509Certificate> found = Pem.certificates(urlDecoded(value));
            if (found.size() != 1) {
                throw new ForwardedHeaderException(
                        "found %d certificates in Cert, expected one".formatted(found.size()));
            }
            return found.getFirst();
        } catch (CertificateException e) {
            throw new ForwardedHeaderException(
                    "found a Cert that is no certificate in URL encoded PEM");
        }
    }

    /// Percent escapes alone: a plus sign is one of base64's.
    private static byte[] urlDecoded(String value) throws ForwardedHeaderException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            int high = i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(value.charAt(i + 2), 16);
            if (low < 0) {
                throw new ForwardedHeaderException(
                        "found a % in Cert without two hexadecimal digits behind it");
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return bytes.toByteArray();
    }

    private static void checkHash(Optional<String> hash, X509Certificate certificate)
            throws ForwardedHeaderException {
        try {
            String own = Sha256.hex(certificate.getEncoded());
            if (hash.isPresent() && !hash.get().equals(own)) {
                throw new ForwardedHeaderException(
                        "found a Hash that is not that of Cert, expected both of one certificate");
            }
        } catch (CertificateEncodingException e) {
            throw new ForwardedHeaderException("found a Cert that cannot be written again");
        }
    }
}
