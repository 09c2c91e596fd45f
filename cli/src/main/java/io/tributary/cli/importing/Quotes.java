package io.tributary.cli.importing;

/// Text in double quotes, as PromQL and InfluxQL both read it.
final class Quotes {
    private Quotes() {}

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
