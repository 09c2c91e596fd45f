package io.tributary.runtime.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A CA that certifies whatever a test asks for.
public final class TestAuthority {
    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final Duration DAY = Duration.ofDays(1);

    /// What is to be certified.
    ///
    /// @param keyType `EC`, `RSA`, `RSA1024` or `Ed25519`
    /// @param purpose empty: none are named
    /// @param pathLength of a CA; below 0: not a CA
    public record Wish(
            String name,
            String keyType,
            Instant from,
            Instant until,
            Optional<KeyPurposeId> purpose,
            int usage,
            int pathLength,
            boolean strange,
            String host) {
        static Wish of(String name) {
            Instant now = Instant.now();
            return new Wish(
                    name,
                    "EC",
                    now.minus(DAY),
                    now.plus(DAY),
                    Optional.empty(),
                    KeyUsage.digitalSignature,
                    -1,
                    false,
                    "localhost");
        }

        public static Wish client(String name) {
            return of(name).forPurpose(Optional.of(KeyPurposeId.id_kp_clientAuth));
        }

        /// For `localhost`.
        public static Wish server(String name) {
            return of(name).forPurpose(Optional.of(KeyPurposeId.id_kp_serverAuth));
        }

        static Wish authority(String name, int pathLength) {
            Wish wish = of(name).withUsage(KeyUsage.keyCertSign);
            return new Wish(
                    name,
                    wish.keyType,
                    wish.from.minus(DAY.multipliedBy(1_000)),
                    wish.until.plus(DAY.multipliedBy(1_000)),
                    Optional.empty(),
                    wish.usage,
                    pathLength,
                    false,
                    wish.host);
        }

        public Wish forPurpose(Optional<KeyPurposeId> wished) {
            return new Wish(name, keyType, from, until, wished, usage, pathLength, strange, host);
        }

        public Wish withKey(String wished) {
            return new Wish(name, wished, from, until, purpose, usage, pathLength, strange, host);
        }

        public Wish withUsage(int wished) {
            return new Wish(name, keyType, from, until, purpose, wished, pathLength, strange, host);
        }

        /// With a critical extension that nobody knows.
        public Wish withStrangeExtension() {
            return new Wish(name, keyType, from, until, purpose, usage, pathLength, true, host);
        }

        public Wish valid(Instant begin, Instant end) {
            return new Wish(name, keyType, begin, end, purpose, usage, pathLength, strange, host);
        }

        public Wish forHost(String wished) {
            return new Wish(
                    name, keyType, from, until, purpose, usage, pathLength, strange, wished);
        }

        /// Until an hour ago.
        public Wish expired() {
            Instant now = Instant.now();
            return valid(now.minus(DAY), now.minus(Duration.ofHours(1)));
        }

        /// From in an hour on.
        public Wish notYetValid() {
            Instant now = Instant.now();
            return valid(now.plus(Duration.ofHours(1)), now.plus(DAY));
        }
    }

    private final TlsIdentity identity;
    private final boolean isRoot;

    private TestAuthority(TlsIdentity identity, boolean isRoot) {
        this.identity = identity;
        this.isRoot = isRoot;
    }

    public static TestAuthority root(String name) {
        return root(name, Integer.MAX_VALUE);
    }

    static TestAuthority root(String name, int pathLength) {
        Wish wish = Wish.authority(name, pathLength);
        KeyPair pair = keyPair(wish.keyType());
        X509Certificate own =
                certify(
                        wish,
                        pair,
                        new X500Name("CN=" + name),
                        pair.getPrivate(),
                        "SHA256withECDSA");
        return new TestAuthority(new TlsIdentity(pair.getPrivate(), List.of(own)), true);
    }

    /// A CA below this one.
    TestAuthority below(String name, int pathLength) {
        return new TestAuthority(issue(Wish.authority(name, pathLength)), false);
    }

    public X509Certificate certificate() {
        return identity.certificate();
    }

    public ClientAnchors anchors() {
        return anchors(this);
    }

    public static ClientAnchors anchors(TestAuthority... authorities) {
        try {
            List<X509Certificate> all = new ArrayList<>();
            for (TestAuthority authority : authorities) {
                all.add(authority.certificate());
            }
            return ClientAnchors.of(all);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// A key and its chain, without the root.
    public TlsIdentity issue(Wish wish) {
        return issue(wish, "SHA256withECDSA");
    }

    TlsIdentity issue(Wish wish, String signature) {
        KeyPair pair = keyPair(wish.keyType());
        X500Name issuer =
                X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded());
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(certify(wish, pair, issuer, identity.key(), signature));
        if (!isRoot) {
            chain.addAll(identity.chain());
        }
        return new TlsIdentity(pair.getPrivate(), chain);
    }

    /// The same with the root at its end.
    public TlsIdentity issueWithRoot(Wish wish) {
        TlsIdentity issued = issue(wish);
        List<X509Certificate> chain = new ArrayList<>(issued.chain());
        chain.add(certificate());
        return new TlsIdentity(issued.key(), chain);
    }

    private static X509Certificate certify(
            Wish wish, KeyPair pair, X500Name issuer, PrivateKey by, String signature) {
        try {
            X509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            issuer,
                            BigInteger.valueOf(SERIAL.getAndIncrement()),
                            Date.from(wish.from()),
                            Date.from(wish.until()),
                            new X500Name("CN=" + wish.name()),
                            pair.getPublic());
            BasicConstraints constraints =
                    wish.pathLength() == Integer.MAX_VALUE
                            ? new BasicConstraints(true)
                            : wish.pathLength() < 0
                                    ? new BasicConstraints(false)
                                    : new BasicConstraints(wish.pathLength());
            builder.addExtension(Extension.basicConstraints, true, constraints);
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(wish.usage()));
            if (wish.purpose().isPresent()) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        true,
                        new ExtendedKeyUsage(wish.purpose().get()));
            }
            if (wish.strange()) {
                builder.addExtension(
                        new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), true, DERNull.INSTANCE);
            }
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(
                            new GeneralName[] {new GeneralName(GeneralName.dNSName, wish.host())}));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder(signature).build(by)));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keyPair(String type) {
        try {
            KeyPairGenerator generator =
                    KeyPairGenerator.getInstance(type.startsWith("RSA") ? "RSA" : type);
            switch (type) {
                case "EC" -> generator.initialize(256);
                case "RSA" -> generator.initialize(2048);
                case "RSA1024" -> generator.initialize(1024);
                default -> {}
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
