package io.tributary.gateway.jwt.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.gateway.jwt.json.JsonException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyQuestionTest {
    private static final SigningKey KEY = SigningKey.of("k", JwtAlgorithm.EDDSA);

    private final Map<String, String> documents = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    /// A web of documents, for hosts that a test cannot have.
    private String read(URI uri) throws IOException {
        asked.add(uri.toString());
        String document = documents.get(uri.toString());
        if (document == null) {
            throw new IOException("nothing at " + uri);
        }
        return document;
    }

    @Test
    void ask_discovered_readsTheDescriptionThenTheKeys() throws Exception {
        describe("https://issuer.example", "https://keys.example/jwks");
        documents.put("https://keys.example/jwks", SigningKey.set(KEY.jwk()));

        assertThat(question("https://issuer.example").ask().keys()).hasSize(1);
        assertThat(asked)
                .containsExactly(
                        "https://issuer.example/.well-known/openid-configuration",
                        "https://keys.example/jwks");
    }

    /// The issuer ends with a slash, the address of its description has one.
    @Test
    void ask_issuerWithSlash_isComparedWithIt() throws Exception {
        String description = "https://issuer.example/a/.well-known/openid-configuration";
        documents.put(
                description,
                "{\"issuer\":\"https://issuer.example/a/\",\"jwks_uri\":\"https://keys.example/jwks\"}");
        documents.put("https://keys.example/jwks", SigningKey.set(KEY.jwk()));

        assertThat(question("https://issuer.example/a/").ask().keys()).hasSize(1);
        assertFails("https://issuer.example/a", "another issuer");
    }

    /// A description from elsewhere does not lead to this host, nor out of TLS.
    @Test
    void ask_descriptionThatLeadsAstray_isNotFollowed() {
        for (String keys :
                List.of(
                        "http://127.0.0.1:9009/keys",
                        "http://localhost/keys",
                        "http://[::1]/keys",
                        "http://keys.example/jwks",
                        "file:///etc/passwd",
                        "jar:file:///a!/b",
                        "//keys.example/jwks",
                        "https://a:b@keys.example/jwks")) {
            asked.clear();
            describe("https://issuer.example", keys);
            assertFails("https://issuer.example", "jwks_uri ");
            assertThat(asked).hasSize(1);
        }
    }

    @Test
    void ask_descriptionThatIsNone_fails() {
        for (String text :
                List.of(
                        "",
                        "<html>",
                        "{}",
                        "{\"issuer\":\"https://issuer.example\"}",
                        "{\"issuer\":[\"https://issuer.example\"],\"jwks_uri\":\"https://k.example\"}",
                        "{\"issuer\":\"https://issuer.example\",\"jwks_uri\":1}",
                        "{\"issuer\":\"https://a.example\",\"issuer\":\"https://issuer.example\"}")) {
            documents.put("https://issuer.example/.well-known/openid-configuration", text);
            assertFails(
                    "https://issuer.example",
                    "https://issuer.example/.well-known/openid-configuration: ");
        }
    }

    @Test
    void fetch_documentTooLong_fails() {
        try (IssuerServer server = new IssuerServer();
                HttpKeyFetcher fetcher = new HttpKeyFetcher()) {
            server.publishText(" ".repeat(HttpKeyFetcher.DOCUMENT_BYTES_MAX + 1));
            URI uri = URI.create(server.keysUrl());
            assertThatThrownBy(() -> fetcher.fetch(uri))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot ask " + uri);
        }
    }

    @Test
    void fetch_noAnswerInTime_fails() {
        try (IssuerServer server = new IssuerServer();
                HttpKeyFetcher fetcher = new HttpKeyFetcher(Duration.ofMillis(200))) {
            server.hold();
            URI uri = URI.create(server.keysUrl());
            assertThatThrownBy(() -> fetcher.fetch(uri))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot ask " + uri + ": no answer within 200 ms");
        }
    }

    private void describe(String issuer, String keysUrl) {
        documents.put(
                issuer + "/.well-known/openid-configuration",
                "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(issuer, keysUrl));
    }

    private KeyQuestion question(String issuer) {
        return new KeyQuestion(issuer, Optional.empty(), this::read);
    }

    private void assertFails(String issuer, String why) {
        assertThatThrownBy(() -> question(issuer).ask())
                .isInstanceOf(JsonException.class)
                .hasMessageContaining(why);
    }
}
