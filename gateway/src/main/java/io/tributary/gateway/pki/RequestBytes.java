package io.tributary.gateway.pki;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// A request for a certificate as it was sent, PEM ([RFC
/// 7468](https://www.rfc-editor.org/rfc/rfc7468)) or DER, to DER.
final class RequestBytes {
    private static final List<String> LABELS =
            List.of("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST");

    private static final int SEQUENCE = 0x30;

    private RequestBytes() {}

    /// The DER in what was sent: one value, and nothing but white space around PEM.
    static byte[] der(byte[] sent) throws RefusedException {
        if (sent.length > SigningRequest.BYTES_MAX) {
            throw new RefusedException(
                    Refusal.CSR_TOO_LARGE,
                    "the request has %d bytes, at most %d are read"
                            .formatted(sent.length, SigningRequest.BYTES_MAX));
        }
        byte[] der = sent.length > 0 && sent[0] == SEQUENCE ? sent.clone() : unwrap(sent);
        try {
            DerShape.check(der);
        } catch (IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
        return der;
    }

    private static byte[] unwrap(byte[] sent) throws RefusedException {
        String text = new String(sent, StandardCharsets.ISO_8859_1).strip();
        for (String label : LABELS) {
            String begin = "-----BEGIN " + label + "-----";
            String end = "-----END " + label + "-----";
            if (text.startsWith(begin) && text.endsWith(end) && text.length() > begin.length()) {
                int bodyEnd = text.length() - end.length();
                return base64(text.substring(Math.min(begin.length(), bodyEnd), bodyEnd));
            }
        }
        throw malformed("neither DER nor one PEM block of a certificate request");
    }

    private static byte[] base64(String body) throws RefusedException {
        StringBuilder letters = new StringBuilder(body.length());
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c != '\n' && c != '\r' && c != ' ' && c != '\t') {
                letters.append(c);
            }
        }
        try {
            return Base64.getDecoder().decode(letters.toString());
        } catch (IllegalArgumentException e) {
            throw malformed("PEM of something else than Base64");
        }
    }

    static RefusedException malformed(String why) {
        return new RefusedException(
                Refusal.CSR_MALFORMED, "no PKCS#10 certificate request: " + why);
    }
}
