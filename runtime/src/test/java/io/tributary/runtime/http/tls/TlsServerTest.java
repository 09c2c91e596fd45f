package io.tributary.runtime.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpObserver;
import io.tributary.runtime.http.HttpServer;
import io.tributary.runtime.http.Routes;
import io.tributary.runtime.tls.ClientAnchors;
import io.tributary.runtime.tls.PemText;
import io.tributary.runtime.tls.ServerTls;
import io.tributary.runtime.tls.TestAuthority;
import io.tributary.runtime.tls.TestAuthority.Wish;
import io.tributary.runtime.tls.TlsIdentity;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class TlsServerTest {
    private static final String[] VERSIONS = {"TLSv1.2", "TLSv1.3"};

    private final TestAuthority root = TestAuthority.root("root");
    private final TestAuthority clients = TestAuthority.root("clients");
    private final TlsIdentity first = root.issue(Wish.server("first"));
    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    private final AtomicInteger handled = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile TlsIdentity identity = first;
    private volatile ClientAnchors anchors = clients.anchors();
    private HttpServer server;

    @BeforeAll
    void start() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server =
                HttpServer.start(
                        HttpServer.Settings.of(any)
                                .withTls(
                                        ServerTls.askingClients(
                                                () -> identity,
                                                () -> anchors,
                                                refused::incrementAndGet)),
                        new Routes().get("/who", this::who),
                        observer());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void restore() {
        identity = first;
        anchors = clients.anchors();
        handled.set(0);
        refused.set(0);
        statuses.clear();
    }

    @Test
    void get_withoutCertificate_isAnsweredInBothProtocols() throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            if (version == HttpClient.Version.HTTP_1_1 || version == HttpClient.Version.HTTP_2) {
                try (HttpClient client = client(version, Optional.empty())) {
                    HttpResponse<String> answer = get(client);

                    assertThat(answer.version()).isEqualTo(version);
                    assertThat(answer.body()).isEqualTo("nobody");
                }
            }
        }
    }

    @Test
    void get_withCertificate_handlerSeesItAndItsAnchor() throws Exception {
        for (String key : new String[] {"EC", "RSA", "Ed25519"}) {
            TlsIdentity agent = clients.issue(Wish.client("agent").withKey(key));
            for (String version : VERSIONS) {
                assertThat(client(agent).ask("/who", version)).isEqualTo("CN=agent by CN=clients");
            }
            try (HttpClient http2 = client(HttpClient.Version.HTTP_2, Optional.of(agent))) {
                assertThat(get(http2).body()).isEqualTo("CN=agent by CN=clients");
            }
        }
    }

    @Test
    void get_serverKeysOfEachAlgorithm_areSpoken() throws Exception {
        for (String key : new String[] {"EC", "RSA", "Ed25519"}) {
            identity = root.issue(Wish.server("server").withKey(key));
            for (String version : VERSIONS) {
                assertThat(anonymous().ask("/who", version)).isEqualTo("nobody");
            }
        }
    }

    @Test
    void get_expiredOrNotYetValidCertificate_reachesTheHandler() throws Exception {
        TlsIdentity expired = clients.issue(Wish.client("late").expired());
        TlsIdentity early = clients.issue(Wish.client("early").notYetValid());
        for (String version : VERSIONS) {
            assertThat(client(expired).ask("/who", version)).isEqualTo("CN=late by CN=clients");
            assertThat(client(early).ask("/who", version)).isEqualTo("CN=early by CN=clients");
        }
    }

    @Test
    void get_certificateThatNobodyVouchesFor_endsTheHandshake() throws Exception {
        List<TlsIdentity> wrong =
                List.of(
                        root.issue(Wish.client("of another CA")),
                        clients.issue(Wish.server("of another use")));
        for (TlsIdentity own : wrong) {
            for (String version : VERSIONS) {
                assertThatThrownBy(() -> client(own).ask("/who", version))
                        .isInstanceOf(IOException.class);
            }
        }
        assertThat(handled).hasValue(0);
        assertThat(refused).hasValue(4);
        assertThat(statuses).isEmpty();
    }

    @Test
    void get_serverCertificateSwappedUnderLoad_failsNothing() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        TlsIdentity last = root.issue(Wish.server("last"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                boolean stays = i % 2 == 0;
                running.add(
                        threads.submit(() -> {
                            TlsClient client = anonymous();
                            try (TlsClient.Connection kept = client.connect()) {
                                while (!over.get()) {
                                    assertThat(stays ? kept.ask("/who") : client.ask("/who"))
                                            .isEqualTo("nobody");
                                    asked.incrementAndGet();
                                }
                            }
                            return null;
                        }));
            }
            for (int swap = 0; swap < 10; swap++) {
                await(asked, asked.get() + 20, running);
                identity = root.issue(Wish.server("swap " + swap));
            }
            identity = last;
            await(asked, asked.get() + 20, running);
            over.set(true);
            for (Future<?> each : running) {
                each.get();
            }
        }
        try (TlsClient.Connection fresh = anonymous().connect()) {
            assertThat(fresh.peer()).isEqualTo(last.certificate());
        }
    }

    @Test
    void get_clientAnchorsSwapped_oldOnesAreClosedWithoutAnAnswer() throws Exception {
        TestAuthority others = TestAuthority.root("others");
        TlsIdentity agent = clients.issue(Wish.client("agent"));
        TlsIdentity other = others.issue(Wish.client("other"));
        for (String version : VERSIONS) {
            anchors = clients.anchors();
            try (TlsClient.Connection kept = client(agent).connect(version)) {
                assertThat(kept.ask("/who")).isEqualTo("CN=agent by CN=clients");
                anchors = TestAuthority.anchors(clients, others);
                assertThat(kept.ask("/who")).isEqualTo("CN=agent by CN=clients");
                assertThat(client(other).ask("/who", version)).isEqualTo("CN=other by CN=others");

                anchors = others.anchors();
                assertThatThrownBy(() -> kept.ask("/who")).isInstanceOf(IOException.class);
            }
            assertThatThrownBy(() -> client(agent).ask("/who", version))
                    .isInstanceOf(IOException.class);
            assertThat(client(other).ask("/who", version)).isEqualTo("CN=other by CN=others");
        }
        assertThat(statuses).contains(495).allMatch(status -> status == 200 || status == 495);
    }

    @Test
    void get_resumedSession_keepsItsClientWhileItIsTrusted() throws Exception {
        for (String version : VERSIONS) {
            anchors = clients.anchors();
            TlsClient agent = client(clients.issue(Wish.client("agent")));
            long began = sessionBegin(agent, version);

            assertThat(sessionBegin(agent, version)).as("the session is resumed").isEqualTo(began);

            anchors = root.anchors();
            assertThatThrownBy(() -> agent.ask("/who", version)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> agent.ask("/who", version)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void curl_asksInBothProtocols(@TempDir Path directory) throws Exception {
        Optional<Path> curl =
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(each -> Path.of(each, "curl"))
                        .filter(Files::isExecutable)
                        .findFirst();
        Assumptions.assumeTrue(curl.isPresent(), "no curl on the PATH");
        TlsIdentity agent = clients.issue(Wish.client("agent"));
        Files.writeString(directory.resolve("ca.crt"), PemText.of(List.of(root.certificate())));
        Files.writeString(directory.resolve("tls.crt"), PemText.of(agent.chain()));
        Files.writeString(directory.resolve("tls.key"), PemText.of(agent.key()));
        for (String protocol : new String[] {"--http1.1", "--http2"}) {
            Process process =
                    new ProcessBuilder(
                                    curl.orElseThrow().toString(),
                                    "--silent",
                                    "--show-error",
                                    "--noproxy",
                                    "*",
                                    protocol,
                                    "--cacert",
                                    "ca.crt",
                                    "--cert",
                                    "tls.crt",
                                    "--key",
                                    "tls.key",
                                    "--write-out",
                                    " %{http_version}",
                                    uri().toString())
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said)
                    .isEqualTo(
                            "CN=agent by CN=clients " + (protocol.equals("--http2") ? "2" : "1.1"));
        }
    }

    @Test
    void plainRequest_isToldToUseHttps() throws Exception {
        for (String request :
                new String[] {"GET /who HTTP/1.1\r\nhost: x\r\n\r\n", "PRI * HTTP/2.0\r\n\r\n"}) {
            String answer = raw(request.getBytes(StandardCharsets.US_ASCII));

            assertThat(answer)
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .endsWith("this port speaks TLS: ask with https\"}");
        }
        assertThat(handled).hasValue(0);
    }

    @Test
    void olderVersions_areRefused() throws Exception {
        for (int minor = 1; minor <= 2; minor++) {
            String answer = raw(helloOfTls1(minor));

            assertThat(answer).as("an alert: 70, protocol_version").hasSize(7);
            assertThat(answer.charAt(0)).isEqualTo('\u0015');
            assertThat(answer.charAt(6)).isEqualTo('F');
        }
    }

    @Test
    void renegotiation_isRefused() throws Exception {
        try (TlsClient.Connection connection = anonymous().connect("TLSv1.2")) {
            assertThat(connection.ask("/who")).isEqualTo("nobody");
            assertThatThrownBy(
                            () -> {
                                connection.socket().startHandshake();
                                connection.ask("/who");
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void serverThatAsksNobody_seesNoCertificate() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (HttpServer silent =
                HttpServer.start(
                        HttpServer.Settings.of(any).withTls(ServerTls.of(() -> first)),
                        new Routes().get("/who", this::who),
                        observer())) {
            TlsClient client =
                    new TlsClient(
                            silent.address(),
                            root,
                            Optional.of(root.issue(Wish.client("of any CA"))));

            assertThat(client.ask("/who")).isEqualTo("nobody");
        }
    }

    /// When the session began of which a connection is made: earlier where it is resumed.
    private static long sessionBegin(TlsClient agent, String version) throws IOException {
        try (TlsClient.Connection connection = agent.connect(version)) {
            assertThat(connection.ask("/who")).isEqualTo("CN=agent by CN=clients");
            return connection.socket().getSession().getCreationTime();
        }
    }

    private HttpAnswer who(HttpExchange exchange) {
        handled.incrementAndGet();
        return HttpAnswer.text(
                200,
                exchange.clientCertificate()
                        .map(client ->
                                "%s by %s"
                                        .formatted(
                                                client.certificate().getSubjectX500Principal(),
                                                client.anchor().getSubjectX500Principal()))
                        .orElse("nobody"));
    }

    private HttpObserver observer() {
        return new HttpObserver() {
            @Override
            public void answered(String method, String path, int status, long durationNanos) {
                statuses.add(status);
            }

            @Override
            public void failed(String method, String path, Throwable failure) {
                statuses.add(500);
            }
        };
    }

    private TlsClient anonymous() throws Exception {
        return new TlsClient(server.address(), root, Optional.empty());
    }

    private TlsClient client(TlsIdentity own) throws Exception {
        return new TlsClient(server.address(), root, Optional.of(own));
    }

    private HttpClient client(HttpClient.Version version, Optional<TlsIdentity> own)
            throws Exception {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(TlsClient.context(root, own))
                .build();
    }

    private HttpResponse<String> get(HttpClient client) throws Exception {
        return client.send(HttpRequest.newBuilder(uri()).build(), BodyHandlers.ofString());
    }

    private URI uri() {
        return URI.create("https://localhost:%d/who".formatted(server.address().getPort()));
    }

    private String raw(byte[] sent) throws IOException {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(sent);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /// The first message of a client that knows nothing newer.
    ///
    /// @param minor 1 for TLS 1.0, 2 for 1.1
    private static byte[] helloOfTls1(int minor) {
        byte[] hello = new byte[5 + 4 + 2 + 32 + 1 + 2 + 2 + 2];
        hello[0] = 0x16;
        hello[1] = 3;
        hello[2] = 1;
        hello[4] = (byte) (hello.length - 5);
        hello[5] = 1;
        hello[8] = (byte) (hello.length - 9);
        hello[9] = 3;
        hello[10] = (byte) minor;
        hello[45] = 2;
        hello[46] = (byte) 0xC0;
        hello[47] = 0x13;
        hello[48] = 1;
        return hello;
    }

    private static void await(AtomicInteger count, int atLeast, List<Future<?>> running)
            throws Exception {
        while (count.get() < atLeast) {
            for (Future<?> each : running) {
                if (each.isDone()) {
                    each.get();
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
