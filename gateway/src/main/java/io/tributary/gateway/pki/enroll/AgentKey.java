package io.tributary.gateway.pki.enroll;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// A new key of an agent (EC, P-256), and what it asks for with it. Made on the agent's machine,
/// which the key never leaves.
public final class AgentKey {
    private static final String CURVE = "secp256r1";
    private static final int LINE_LENGTH = 64;

    private final KeyPair pair;

    private AgentKey(KeyPair pair) {
        this.pair = pair;
    }

    public static AgentKey make(SecureRandom random) {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(new ECGenParameterSpec(CURVE), random);
            return new AgentKey(keys.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: every JDK has P-256", e);
        }
    }

    /// A request for a certificate about this key, which names nobody: who it is for, the server
    /// knows by the token or the certificate that comes with it.
    public byte[] request() {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Name(""), pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("BUG: cannot sign with a key of our own", e);
        }
    }

    /// The private key as PEM (PKCS#8), to be kept where nobody else reads it.
    public String pem() {
        String base64 =
                Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    }

    @Override
    public String toString() {
        return "AgentKey[***]";
    }
}
