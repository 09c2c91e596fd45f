package io.tributary.cli.client;

import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Syntax;
import io.tributary.runtime.files.InputFiles;
import io.tributary.runtime.http.client.CallerTls;
import io.tributary.runtime.http.client.HttpCaller;
import io.tributary.runtime.tls.Pem;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The server a command speaks to.
///
/// @param url of it, without `/api/v1`
/// @param headers sent with every request; may hold a secret, so that it shows none of them
/// @param tls how it is believed to be the server
public record Target(String url, Map<String, String> headers, CallerTls tls) {
    private static final String URL = "url";
    private static final String URL_DEFAULT = "http://127.0.0.1:9009";
    private static final String TENANT = "tenant";
    private static final String TOKEN_FILE = "token-file";
    private static final String CA_FILE = "ca-file";
    private static final int CA_BYTES_MAX = 1 << 20;

    /// Largest file of a token, in bytes.
    private static final int TOKEN_BYTES_MAX = 16 * 1024;

    public Target {
        headers = Map.copyOf(headers);
    }

    /// Adds the options that choose a server and a tenant.
    public static Syntax addTo(Syntax syntax) {
        return addServerTo(syntax).option(TENANT, "NAME", "Whose series (X-Scope-OrgID).");
    }

    /// Adds the options that choose a server.
    public static Syntax addServerTo(Syntax syntax) {
        return syntax.option(
                        URL,
                        "URL",
                        "The server to ask, without /api/v1 (default: " + URL_DEFAULT + ").")
                .option(
                        TOKEN_FILE,
                        "FILE",
                        "A file with the token to say who asks, where the server wants to know.")
                .option(
                        CA_FILE,
                        "FILE",
                        "The CAs that may vouch for the server, PEM (default: this machine's).");
    }

    /// What the options chose.
    ///
    /// @throws IOException if the file of the token cannot be read
    public static Target of(Arguments arguments) throws IOException {
        return of(arguments, arguments.value(TENANT));
    }

    /// The server that was chosen, and no tenant.
    ///
    /// @throws IOException if the file of the token cannot be read
    public static Target ofServer(Arguments arguments) throws IOException {
        return of(arguments, Optional.empty());
    }

    private static Target of(Arguments arguments, Optional<String> tenant) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        tenant.ifPresent(name -> headers.put("X-Scope-OrgID", name));
        Optional<String> file = arguments.value(TOKEN_FILE);
        if (file.isPresent()) {
            headers.put("Authorization", "Bearer " + token(Path.of(file.get())));
        }
        return new Target(arguments.value(URL).orElse(URL_DEFAULT), headers, tls(arguments));
    }

    private static CallerTls tls(Arguments arguments) throws IOException {
        Optional<String> file = arguments.value(CA_FILE);
        if (file.isEmpty()) {
            return CallerTls.ofSystem();
        }
        byte[] pem = InputFiles.readOne(Path.of(file.get()), CA_BYTES_MAX);
        try {
            return new CallerTls(
                    new CallerTls.Trust.OfAuthorities(Pem.certificates(pem)), Optional.empty());
        } catch (CertificateException e) {
            throw new IOException("--ca-file: %s: %s".formatted(file.get(), e.getMessage()), e);
        }
    }

    /// Speaks to it; to be closed.
    public HttpCaller caller() {
        return url.startsWith("https:") ? new HttpCaller(tls) : new HttpCaller();
    }

    /// Where a path of it is.
    ///
    /// @throws IOException if the URL is none
    public URI uri(String path) throws IOException {
        String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        try {
            URI uri = URI.create(base + path);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("--url: not a URL: " + url, e);
        }
        throw new IOException("--url: expected http://HOST:PORT, found " + url);
    }

    @Override
    public String toString() {
        return url;
    }

    private static String token(Path file) throws IOException {
        byte[] bytes = InputFiles.readOne(file, TOKEN_BYTES_MAX);
        String token = new String(bytes, StandardCharsets.UTF_8).strip();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IOException("--token-file: found no token in %s".formatted(file));
        }
        return token;
    }
}
