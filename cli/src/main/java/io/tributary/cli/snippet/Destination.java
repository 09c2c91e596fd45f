package io.tributary.cli.snippet;

import java.util.Optional;

/// Where a sender pushes to, and who it says it is: by a token, or by the certificate of an agent.
///
/// @param cluster whose sender it is
/// @param url of the server's remote write
/// @param tokenFile of a token, on the sender's side
/// @param certificate of an agent, likewise
/// @param caFile of the CAs that may vouch for the server; empty for those of the sender's machine
record Destination(
        String cluster,
        String url,
        Optional<String> tokenFile,
        Optional<Certificate> certificate,
        Optional<String> caFile) {
    /// Where remote write is taken.
    private static final String PATH = "/api/v1/push";

    /// The files of a certificate.
    record Certificate(String file, String keyFile) {}

    static Destination byToken(
            String cluster, String server, String tokenFile, Optional<String> caFile) {
        return new Destination(
                cluster, push(server), Optional.of(tokenFile), Optional.empty(), caFile);
    }

    /// By the files that an enrolled agent keeps.
    ///
    /// @param directory of `tributary agent enroll`
    static Destination byCertificate(
            String cluster, String server, String directory, Optional<String> caFile) {
        String in = directory.endsWith("/") ? directory : directory + "/";
        return new Destination(
                cluster,
                push(server),
                Optional.empty(),
                Optional.of(new Certificate(in + "tls.crt", in + "tls.key")),
                Optional.of(caFile.orElse(in + "ca.crt")));
    }

    boolean hasTlsFiles() {
        return certificate.isPresent() || caFile.isPresent();
    }

    private static String push(String server) {
        return (server.endsWith("/") ? server.substring(0, server.length() - 1) : server) + PATH;
    }
}
