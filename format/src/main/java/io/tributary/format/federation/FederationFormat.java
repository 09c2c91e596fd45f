package io.tributary.format.federation;

import java.util.Optional;

/// What a reader is answered in: a format, and how names are written in it.
///
/// The first clause of its `Accept` header decides that we write: delimited protobuf or Prometheus'
/// text. Only a reader that takes neither, and OpenMetrics, is answered in that: upstream's
/// federation does not speak it, and a time in it is a fraction of a second, which some readers cut
/// a millisecond short. Whoever names nothing gets text.
///
/// Source: Prometheus `common/expfmt/encode.go`, `Negotiate`.
public record FederationFormat(Form form, NameEscaping escaping) {
    private static final String PROTOBUF = "application/vnd.google.protobuf";
    private static final String METRIC_FAMILY = "io.prometheus.client.MetricFamily";
    private static final String TEXT_VERSION = "0.0.4";

    /// How families are written.
    public enum Form {
        TEXT("text/plain; version=0.0.4; charset=utf-8"),
        OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8"),
        PROTOBUF(
                "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited");

        private final String type;

        Form(String type) {
            this.type = type;
        }
    }

    /// What a reader with this header is answered in.
    ///
    /// @param accept empty where there is no header
    public static FederationFormat of(String accept) {
        NameEscaping escaping = NameEscaping.UNDERSCORES;
        Optional<FederationFormat> openMetrics = Optional.empty();
        for (AcceptClause clause : AcceptClause.of(accept)) {
            escaping = NameEscaping.ofWord(clause.parameter("escaping")).orElse(escaping);
            if (isProtobuf(clause)) {
                return new FederationFormat(Form.PROTOBUF, escaping);
            }
            if (isText(clause)) {
                return new FederationFormat(Form.TEXT, escaping);
            }
            if (isOpenMetrics(clause) && openMetrics.isEmpty()) {
                openMetrics = Optional.of(new FederationFormat(Form.OPEN_METRICS, escaping));
            }
        }
        return openMetrics.orElse(new FederationFormat(Form.TEXT, escaping));
    }

    /// For the header `Content-Type`.
    public String contentType() {
        return form.type + "; escaping=" + escaping.word();
    }

    /// Whether native histograms can be told; those with custom bounds always can, as classic ones.
    boolean hasNativeHistograms() {
        return form == Form.PROTOBUF;
    }

    private static boolean isProtobuf(AcceptClause clause) {
        return clause.type().equals(PROTOBUF)
                && clause.parameter("proto").equals(METRIC_FAMILY)
                && clause.parameter("encoding").equals("delimited");
    }

    private static boolean isText(AcceptClause clause) {
        String version = clause.parameter("version");
        return clause.type().equals("text/plain")
                && (version.isEmpty() || version.equals(TEXT_VERSION));
    }

    private static boolean isOpenMetrics(AcceptClause clause) {
        String version = clause.parameter("version");
        return clause.type().equals("application/openmetrics-text")
                && (version.isEmpty() || version.equals("1.0.0") || version.equals("0.0.1"));
    }
}
