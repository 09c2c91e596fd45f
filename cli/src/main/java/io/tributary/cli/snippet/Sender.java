package io.tributary.cli.snippet;

import static io.tributary.cli.snippet.Lines.quoted;

import io.tributary.cli.snippet.Destination.Certificate;

/// A program that sends, and what its configuration needs.
///
/// Each is told not to give up: what is not taken now (503, and 429 of whoever stands between) is
/// sent again until it is. What waits meanwhile stays on the sender's disk.
enum Sender {
    /// Its WAL holds what waits, for some two hours.
    prometheus {
        @Override
        String text(Destination to) {
            Lines lines =
                    begin(to, "part of the configuration of Prometheus")
                            .add("remote_write:")
                            .in()
                            .add("- name: tributary")
                            .in()
                            .add("url: " + quoted(to.url()));
            if (to.tokenFile().isPresent()) {
                lines.add("authorization:").in().add("credentials_file: ", to.tokenFile()).out();
            }
            yamlTls("tls_config:", to, lines);
            return lines.add("send_exemplars: true")
                    .add("send_native_histograms: true")
                    .add("queue_config:")
                    .in()
                    .add("max_backoff: 30s")
                    .add("retry_on_http_429: true")
                    .add("sample_age_limit: 0s")
                    .toString();
        }
    },

    /// Its buffer on disk holds what waits, however much.
    vmagent {
        @Override
        String text(Destination to) {
            Lines lines =
                    begin(to, "arguments of vmagent, beside -promscrape.config")
                            .add("vmagent \\")
                            .in()
                            .add(flag("url", to.url()))
                            .add(flag("forcePromProto", "true"));
            to.tokenFile().ifPresent(file -> lines.add(flag("bearerTokenFile", file)));
            to.caFile().ifPresent(file -> lines.add(flag("tlsCAFile", file)));
            to.certificate()
                    .ifPresent(files ->
                            lines.add(flag("tlsCertFile", files.file()))
                                    .add(flag("tlsKeyFile", files.keyFile())));
            return lines.add(flag("retryMaxInterval", "30s"))
                    .add(flag("maxDiskUsagePerURL", "0"))
                    .add("-remoteWrite.tmpDataPath=vmagent-remotewrite-data")
                    .toString();
        }
    },

    /// Its WAL holds what waits, for a day.
    alloy {
        @Override
        String text(Destination to) {
            Lines lines =
                    begin(to, "a component of Alloy, for forward_to of what scrapes")
                            .add("prometheus.remote_write \"tributary\" {")
                            .in()
                            .add("endpoint {")
                            .in()
                            .add("url                    = " + quoted(to.url()))
                            .add("send_native_histograms = true")
                            .add("bearer_token_file      = ", to.tokenFile());
            if (to.hasTlsFiles()) {
                lines.add("tls_config {")
                        .in()
                        .add("ca_file   = ", to.caFile())
                        .add("cert_file = ", to.certificate().map(Certificate::file))
                        .add("key_file  = ", to.certificate().map(Certificate::keyFile))
                        .out()
                        .add("}");
            }
            return lines.add("queue_config {")
                    .in()
                    .add("max_backoff       = \"30s\"")
                    .add("retry_on_http_429 = true")
                    .add("sample_age_limit  = \"0s\"")
                    .out()
                    .add("}")
                    .out()
                    .add("}")
                    .add("wal {")
                    .in()
                    .add("max_keepalive_time = \"24h\"")
                    .out()
                    .add("}")
                    .out()
                    .add("}")
                    .toString();
        }
    },

    /// Its exporter's WAL holds what waits, however much.
    collector {
        @Override
        String text(Destination to) {
            Lines lines =
                    begin(to, "part of the configuration of the OpenTelemetry Collector")
                            .add(
                                    "# For 0.159 and later; before, what stands below http stands beside it.");
            if (to.tokenFile().isPresent()) {
                lines.add("extensions:")
                        .in()
                        .add(AUTHENTICATOR + ":")
                        .in()
                        .add("filename: ", to.tokenFile())
                        .out()
                        .out();
            }
            lines.add("exporters:")
                    .in()
                    .add(EXPORTER + ":")
                    .in()
                    .add("http:")
                    .in()
                    .add("endpoint: " + quoted(to.url()));
            if (to.tokenFile().isPresent()) {
                lines.add("auth:").in().add("authenticator: " + AUTHENTICATOR).out();
            }
            yamlTls("tls:", to, lines);
            lines.out()
                    .add("retry_on_failure:")
                    .in()
                    .add("max_interval: 30s")
                    .add("max_elapsed_time: 0s")
                    .out()
                    .add("wal:")
                    .in()
                    .add("directory: tributary-wal")
                    .out()
                    .out()
                    .out()
                    .add("service:")
                    .in();
            if (to.tokenFile().isPresent()) {
                lines.add("extensions: [" + AUTHENTICATOR + "]");
            }
            return lines.add("pipelines:")
                    .in()
                    .add("metrics:")
                    .in()
                    .add("exporters: [" + EXPORTER + "]")
                    .toString();
        }
    };

    private static final String AUTHENTICATOR = "bearertokenauth/tributary";
    private static final String EXPORTER = "prometheus_remote_write/tributary";

    /// The snippet.
    abstract String text(Destination to);

    private static Lines begin(Destination to, String what) {
        return new Lines()
                .add("# For cluster %s: %s.".formatted(to.cluster(), what))
                .add("# Which cluster it is, the server knows by its credential, and stamps.");
    }

    private static void yamlTls(String key, Destination to, Lines lines) {
        if (to.hasTlsFiles()) {
            lines.add(key)
                    .in()
                    .add("ca_file: ", to.caFile())
                    .add("cert_file: ", to.certificate().map(Certificate::file))
                    .add("key_file: ", to.certificate().map(Certificate::keyFile))
                    .out();
        }
    }

    private static String flag(String name, String value) {
        return "-remoteWrite.%s='%s' \\".formatted(name, value);
    }
}
