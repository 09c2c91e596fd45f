package io.tributary.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import io.tributary.cli.line.Console;
import io.tributary.gateway.pki.CertificateAuthority;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.http.client.CallerTls;
import io.tributary.runtime.http.client.HttpCaller;
import io.tributary.runtime.tls.Pem;
import io.tributary.runtime.tls.TlsIdentity;
import io.tributary.server.HeadOpener;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server with an authority over a data directory, the commands that speak to it, and what an
/// agent does.
final class Site implements AutoCloseable {
    static final String PASSPHRASE = "correct horse battery";
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Path directory;
    private final List<String> sets;
    private final StoredServer server;

    private volatile String tokenFile;
    private volatile StringWriter out = new StringWriter();
    private volatile StringWriter err = new StringWriter();

    /// @param data below `directory`
    Site(Path directory, String data, Clock clock, String... more) throws Exception {
        this.directory = directory;
        Path passphrase = Files.writeString(directory.resolve("passphrase"), PASSPHRASE + "\n");
        sets =
                new ArrayList<>(
                        List.of(
                                "registry.api=true",
                                "ca.enabled=true",
                                "registry.backupPassphraseFile=" + passphrase));
        sets.addAll(List.of(more));
        server = new StoredServer(directory.resolve(data), clock, sets.toArray(new String[0]));
        tokenFile = directory.resolve(data).resolve("registry/admin-token").toString();
    }

    static Site start(Path directory, String data) throws Exception {
        return new Site(directory, data, new SystemClock());
    }

    StoredServer server() {
        return server;
    }

    String url() {
        return server.url().replace("http://127.0.0.1", "https://localhost");
    }

    /// Has commands say who they are by a token.
    void by(String token) throws Exception {
        tokenFile = Files.writeString(directory.resolve("own-token"), token).toString();
    }

    /// The options of the settings, for commands that take them.
    List<String> options(String data) {
        List<String> options =
                new ArrayList<>(List.of("--data", directory.resolve(data).toString()));
        sets.forEach(set -> options.addAll(List.of("--set", set)));
        return options;
    }

    /// Runs a command that speaks to the server; what it printed.
    String ok(String... words) throws Exception {
        assertThat(ask(words)).as(err.toString()).isZero();
        return out.toString();
    }

    int ask(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(
                List.of(
                        "--url",
                        url(),
                        "--token-file",
                        tokenFile,
                        "--ca-file",
                        anchors().toString()));
        return run(all);
    }

    /// Runs a command as it stands.
    int run(List<String> words) {
        out = new StringWriter();
        err = new StringWriter();
        return Tributary.program(new HeadOpener(), Map.of())
                .execute(
                        new Console(new PrintWriter(out, true), new PrintWriter(err, true)), words);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    /// A join line's words, to be run.
    List<String> invite(String cluster) throws Exception {
        return List.of(ok("clusters", "enroll", cluster).strip().split(" "));
    }

    /// Runs a join line; the exit code.
    int enroll(List<String> joinLine, Path agent) {
        List<String> words = new ArrayList<>(joinLine.subList(1, joinLine.size()));
        words.addAll(List.of("--dir", agent.toString()));
        return run(words);
    }

    /// Has an agent go on with this server: another port.
    void moved(Path agent) throws Exception {
        Files.writeString(agent.resolve("server"), url() + "\n");
    }

    /// Sends a sample as an agent; the status.
    int push(Path agent) throws Exception {
        CallerTls tls =
                new CallerTls(
                        new CallerTls.Trust.OfAuthorities(certificates(agent, "ca.crt")),
                        Optional.of(
                                new TlsIdentity(
                                        Pem.privateKey(
                                                Files.readAllBytes(agent.resolve("tls.key"))),
                                        certificates(agent, "tls.crt"))));
        try (HttpCaller caller = new HttpCaller(tls)) {
            return push(caller, Map.of(), agent.toString());
        }
    }

    /// Sends a sample by a token; the status.
    int push(String token) throws Exception {
        CallerTls tls =
                new CallerTls(
                        new CallerTls.Trust.OfAuthorities(
                                server.authority().certificates().anchors()),
                        Optional.empty());
        try (HttpCaller caller = new HttpCaller(tls)) {
            return push(caller, Map.of("authorization", "Bearer " + token), "token");
        }
    }

    /// Each sender has a series of its own, so that none writes into the other's past.
    private int push(HttpCaller caller, Map<String, String> headers, String sender)
            throws Exception {
        byte[] body =
                new WriteRequestBytes()
                        .sample(System.currentTimeMillis(), 1, "__name__", "up", "sender", sender)
                        .snappy();
        return caller.post(
                        URI.create(url() + "/api/v1/push"),
                        "application/x-protobuf",
                        headers,
                        body,
                        LONG)
                .status();
    }

    private static List<X509Certificate> certificates(Path agent, String name) throws Exception {
        return Pem.certificates(Files.readAllBytes(agent.resolve(name)));
    }

    /// Whom commands believe to be the server.
    private Path anchors() throws Exception {
        return Files.writeString(
                directory.resolve("anchors.pem"),
                CertificateAuthority.pem(server.authority().certificates().anchors()));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
