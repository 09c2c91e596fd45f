package io.tributary.server.isolation;

import static java.util.Objects.requireNonNull;

import io.tributary.gateway.secret.AccessToken;
import io.tributary.gateway.secret.CredentialMint;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Tokens, and what a registry file says of them.
public final class Credentials {
    private final CredentialMint mint = new CredentialMint(new SecureRandom());
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();

    /// Adds one.
    ///
    /// @param fields those beside name and token, as YAML has them
    public Credentials add(String name, String fields) {
        AccessToken token = mint.token();
        tokens.put(name, token.secret().reveal());
        lines.add(
                "  - {name: %s, token: {id: %s, hash: \"%s\"}, %s}"
                        .formatted(name, token.id(), mint.hash(token).phc(), fields));
        return this;
    }

    /// What stands in `Authorization`.
    public String bearer(String name) {
        return "Bearer " + tokens.get(name);
    }

    public String token(String name) {
        return requireNonNull(tokens.get(name), name);
    }

    public List<String> names() {
        return List.copyOf(tokens.keySet());
    }

    /// The section of a registry file.
    public String yaml() {
        return "credentials:\n" + String.join("\n", lines) + "\n";
    }

    /// Asks as somebody.
    public HttpResponse<String> send(HttpRequest.Builder request, String who)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    request.header("Authorization", bearer(who)).build(), BodyHandlers.ofString());
        }
    }

    /// TLS of a client that believes one CA.
    static SSLContext trusting(X509Certificate root) throws Exception {
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        anchors.setCertificateEntry("root", root);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
