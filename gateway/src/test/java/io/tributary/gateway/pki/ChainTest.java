package io.tributary.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Others believe what is issued here: the JDK's validator, and OpenSSL.
class ChainTest {
    private final Site site = new Site();

    @TempDir private Path directory = Path.of("");

    @Test
    void chains_areValidToTheJdk_withinTheirDates() throws Exception {
        CertificateAuthority authority = site.authority();
        authority.rotate(Duration.ofDays(7));
        X509Certificate agent = authority.issueAgent(Site.agent(), Requests.key().getPublic());
        X509Certificate server =
                authority.issueServer(ServerNames.of(List.of("localhost"))).chain().getFirst();

        for (X509Certificate certificate : List.of(agent, server)) {
            validate(authority, certificate, Site.START_MILLIS);
            assertThatExceptionOfType(CertPathValidatorException.class)
                    .isThrownBy(() ->
                            validate(
                                    authority,
                                    certificate,
                                    Site.START_MILLIS + Duration.ofDays(31).toMillis()));
        }
        assertThatExceptionOfType(CertPathValidatorException.class)
                .isThrownBy(() -> validate(site.authority(), agent, Site.START_MILLIS));
    }

    @Test
    void chains_areValidToOpenSsl() throws Exception {
        assumeThat(run("version")).as("there is no openssl").startsWith("OpenSSL");
        CertificateAuthority authority = site.authority();
        Path anchors = write("anchors.pem", CertificateAuthority.pem(authority.anchors()));
        for (KeyPair pair :
                List.of(Requests.key(), Requests.key("Ed25519", ""), Requests.key("RSA", "2048"))) {
            Path agent =
                    write(
                            "agent.pem",
                            CertificateAuthority.pem(
                                    List.of(authority.issueAgent(Site.agent(), pair.getPublic()))));
            assertThat(verify(anchors, agent, "sslclient")).endsWith("agent.pem: OK");
            assertThat(verify(anchors, agent, "sslserver"))
                    .contains("unsuitable certificate purpose");
        }
        ServerNames names = ServerNames.of(List.of("tributary.example.org", "10.0.0.1"));
        Path server =
                write(
                        "server.pem",
                        CertificateAuthority.pem(
                                List.of(authority.issueServer(names).chain().getFirst())));
        assertThat(verify(anchors, server, "sslserver")).endsWith("server.pem: OK");
        assertThat(run("x509", "-in", server.toString(), "-noout", "-checkip", "10.0.0.1"))
                .contains("does match");
    }

    @Test
    void requests_ofOpenSsl_areRead() throws Exception {
        assumeThat(run("version")).as("there is no openssl").startsWith("OpenSSL");
        Path key = directory.resolve("key.pem");
        Path request = directory.resolve("request.pem");
        String made =
                run(
                        "req",
                        "-new",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-subj",
                        "/CN=prod-eu",
                        "-keyout",
                        key.toString(),
                        "-out",
                        request.toString());

        assertThat(request).as(made).isRegularFile();
        SigningRequest.read(Files.readAllBytes(request))
                .checkNames(Site.agent(), Set.of("prod-eu"));
    }

    private static void validate(
            CertificateAuthority authority, X509Certificate certificate, long millis)
            throws Exception {
        CertPath path =
                CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
        PKIXParameters parameters =
                new PKIXParameters(
                        authority.anchors().stream()
                                .map(anchor -> new TrustAnchor(anchor, null))
                                .collect(Collectors.toSet()));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(Instant.ofEpochMilli(millis)));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    private String verify(Path anchors, Path certificate, String purpose)
            throws IOException, InterruptedException {
        return run(
                "verify",
                "-x509_strict",
                "-attime",
                String.valueOf(Site.START_MILLIS / 1_000),
                "-purpose",
                purpose,
                "-CAfile",
                anchors.toString(),
                certificate.toString());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    /// What openssl prints; nothing if there is none.
    private static String run(String... arguments) throws InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return text.strip();
        } catch (IOException e) {
            return "";
        }
    }
}
