package io.tributary.runtime.tls;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Certificates and keys as text (RFC 7468): base64 between a line that says `BEGIN` and what, and
/// one that says `END`. What stands between such blocks is a remark.
public final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY = "PRIVATE KEY";

    /// Most blocks in one text.
    private static final int BLOCKS_MAX = 1_000;

    /// The algorithms whose keys TLS can use here.
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private record Block(String label, ByteBuffer content) {}

    private Pem() {}

    /// All certificates of a text, in their order; other blocks are passed over.
    ///
    /// @throws CertificateException if there is none, or one cannot be read; says what was found,
    ///   and what was expected
    public static List<X509Certificate> certificates(byte[] text) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (Block block : blocks(text)) {
            if (block.label().equals(CERTIFICATE)) {
                try {
                    certificates.add(
                            (X509Certificate)
                                    factory.generateCertificate(
                                            new ByteArrayInputStream(block.content().array())));
                } catch (CertificateException e) {
                    throw new CertificateException(
                            "found a certificate (the %d. of the file) that cannot be read"
                                    .formatted(certificates.size() + 1),
                            e);
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateException(
                    "found no certificate, expected -----BEGIN CERTIFICATE-----");
        }
        return certificates;
    }

    /// The one private key of a text; certificates beside it are passed over.
    ///
    /// @throws CertificateException if there is not exactly one that can be used; says what was
    ///   found, and what was expected
    public static PrivateKey privateKey(byte[] text) throws CertificateException {
        List<Block> keys =
                blocks(text).stream().filter(block -> block.label().endsWith(KEY)).toList();
        if (keys.size() != 1) {
            throw new CertificateException(
                    "found %d private keys, expected one, -----BEGIN PRIVATE KEY-----"
                            .formatted(keys.size()));
        }
        String label = keys.getFirst().label();
        if (!label.equals(KEY)) {
            throw new CertificateException(
                    switch (label) {
                        case "ENCRYPTED PRIVATE KEY" ->
                                "found an encrypted key, expected one that is not (openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW)";
                        case "RSA PRIVATE KEY" -> notPkcs8("PKCS#1");
                        case "EC PRIVATE KEY" -> notPkcs8("SEC 1");
                        default -> notPkcs8("another form");
                    });
        }
        return decode(keys.getFirst().content().array());
    }

    private static String notPkcs8(String form) {
        return "found a key in %s, expected PKCS#8, -----BEGIN PRIVATE KEY----- (openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW)"
                .formatted(form);
    }

    private static PrivateKey decode(byte[] pkcs8) throws CertificateException {
        for (String algorithm : ALGORITHMS) {
            Optional<PrivateKey> key = decode(pkcs8, algorithm);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw new CertificateException(
                "found a key of no algorithm that is known, expected RSA, EC or Ed25519");
    }

    private static Optional<PrivateKey> decode(byte[] pkcs8, String algorithm) {
        try {
            return Optional.of(
                    KeyFactory.getInstance(algorithm)
                            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: no keys of " + algorithm, e);
        }
    }

    private static List<Block> blocks(byte[] text) throws CertificateException {
        String all = new String(text, StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        int begin = all.indexOf(BEGIN);
        while (begin >= 0) {
            int labelEnd = all.indexOf(DASHES, begin + BEGIN.length());
            int end = labelEnd < 0 ? -1 : all.indexOf(END, labelEnd + DASHES.length());
            if (end < 0 || blocks.size() == BLOCKS_MAX) {
                throw new CertificateException(
                        "found a block that does not end, or more than %d, expected PEM"
                                .formatted(BLOCKS_MAX));
            }
            String label = all.substring(begin + BEGIN.length(), labelEnd);
            blocks.add(
                    new Block(
                            label, base64(all.substring(labelEnd + DASHES.length(), end), label)));
            begin = all.indexOf(BEGIN, end);
        }
        return blocks;
    }

    /// Of a key in another form there may stand headers above its base64; it is refused anyway.
    private static ByteBuffer base64(String text, String label) throws CertificateException {
        if (!label.equals(CERTIFICATE) && !label.equals(KEY)) {
            return ByteBuffer.allocate(0);
        }
        try {
            return ByteBuffer.wrap(Base64.getMimeDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new CertificateException("found a block that is not base64, expected PEM", e);
        }
    }
}
