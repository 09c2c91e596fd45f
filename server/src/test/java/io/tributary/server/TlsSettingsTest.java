package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.http.client.CallerTls;
import io.tributary.runtime.http.client.CallerTls.Trust;
import io.tributary.runtime.http.client.HttpCaller;
import io.tributary.runtime.tls.PemText;
import io.tributary.runtime.tls.TestAuthority;
import io.tributary.runtime.tls.TestAuthority.Wish;
import io.tributary.runtime.tls.TlsIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsSettingsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir private Path directory = Path.of("");

    private final TestAuthority root = TestAuthority.root("root");
    private final TestAuthority clients = TestAuthority.root("clients");
    private TlsIdentity identity = root.issue(Wish.server("first"));

    @BeforeEach
    void write() throws IOException {
        write(identity);
        Files.writeString(directory.resolve("ca.crt"), PemText.of(List.of(clients.certificate())));
    }

    @Test
    void listen_filesGiven_speaksTlsAndMeasuresIt() throws Exception {
        try (RunningServer server = RunningServer.open(settings())) {
            assertThat(server.server().scheme()).isEqualTo("https");
            assertThat(query(server, Optional.empty()).status()).isEqualTo(200);
            assertThat(query(server, Optional.of(clients.issue(Wish.client("agent")))).status())
                    .isEqualTo(200);
            assertThatThrownBy(
                            () -> query(server, Optional.of(root.issue(Wish.client("stranger")))))
                    .isInstanceOf(IOException.class);

            double expiry = identity.certificate().getNotAfter().toInstant().getEpochSecond();
            assertThat(measured(server, "tributary_tls_certificate_not_after_seconds"))
                    .isEqualTo(expiry);
            assertThat(measured(server, "tributary_tls_files_broken")).isZero();
            assertThat(measured(server, "tributary_tls_clients_refused_total")).isEqualTo(1);
        }
    }

    @Test
    void listen_filesChange_newOnesAreTaken() throws Exception {
        try (RunningServer server = RunningServer.open(settings())) {
            TlsIdentity second = root.issue(Wish.server("second").notYetValid());
            write(second);
            while (measured(server, "tributary_tls_reloads_total") < 1) {
                LockSupport.parkNanos(1_000_000);
            }

            assertThatThrownBy(() -> query(server, Optional.empty()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("TLS: NotBefore");
        }
    }

    @Test
    void listen_noFiles_speaksInClear() throws Exception {
        try (RunningServer server = RunningServer.open()) {
            assertThat(server.server().scheme()).isEqualTo("http");
            assertThat(server.get("/-/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void listen_addressForOthers_isRefusedWithTlsAsWell() {
        List<String> all = new ArrayList<>(List.of(settings()));
        all.add("listen=0.0.0.0:0");

        assertThatThrownBy(() -> RunningServer.open(all.toArray(new String[0])))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("listen: 0.0.0.0:0 can be reached from other machines");
    }

    @Test
    void listen_fileThatCannotBeUsed_isRefusedNamingSettingAndFile() throws Exception {
        Path key = directory.resolve("tls.key");
        Files.writeString(key, PemText.of(root.issue(Wish.server("other")).key()));
        assertRefused(
                "--set: tls.keyFile: %s: found a key of EC that is not that of the certificate of CN=first, expected the key that it was made for"
                        .formatted(key),
                settings());
        Files.delete(directory.resolve("ca.crt"));
        write(identity);
        assertRefused(
                "--set: tls.clientCaFile: %s: found no such file, expected PEM"
                        .formatted(directory.resolve("ca.crt")),
                settings());
        assertRefused(
                "default: tls.keyFile: found nothing, expected a file, as tls.certFile and tls.keyFile belong together",
                "tls.certFile=" + directory.resolve("tls.crt"));
        assertRefused(
                "default: tls.certFile: found nothing, expected a file, as tls.certFile and tls.keyFile belong together",
                "tls.clientCaFile=" + directory.resolve("ca.crt"));
    }

    private static void assertRefused(String message, String... settings) {
        assertThatThrownBy(() -> RunningServer.open(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    private String[] settings() {
        return new String[] {
            "tls.certFile=" + directory.resolve("tls.crt"),
            "tls.keyFile=" + directory.resolve("tls.key"),
            "tls.clientCaFile=" + directory.resolve("ca.crt")
        };
    }

    private void write(TlsIdentity written) throws IOException {
        Files.writeString(directory.resolve("tls.crt"), PemText.of(written.chain()));
        Files.writeString(directory.resolve("tls.key"), PemText.of(written.key()));
    }

    private HttpCaller.Reply query(RunningServer server, Optional<TlsIdentity> own)
            throws Exception {
        CallerTls tls = new CallerTls(new Trust.OfAuthorities(List.of(root.certificate())), own);
        URI uri =
                URI.create(
                        "https://localhost:%d/api/v1/query"
                                .formatted(server.server().address().getPort()));
        try (HttpCaller caller = new HttpCaller(tls)) {
            return caller.postForm(uri, Map.of(), List.of(Map.entry("query", "1")), LONG);
        }
    }

    private static double measured(RunningServer server, String name) {
        double[] found = {-1};
        server.server()
                .metrics()
                .visit((sample, labels, value) -> {
                    if (sample.equals(name)) {
                        found[0] = value;
                    }
                });
        return found[0];
    }
}
