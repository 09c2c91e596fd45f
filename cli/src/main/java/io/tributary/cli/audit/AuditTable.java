package io.tributary.cli.audit;

import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import io.tributary.cli.json.JsonReader;
import io.tributary.cli.query.Columns;
import io.tributary.cli.query.SeriesNames;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Lines of the audit stream for human eyes, a row each.
record AuditTable(ZoneId zone) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final List<String> HEADING =
            List.of("TIME", "KIND", "WHO", "TENANT", "CLUSTER", "FROM", "WHAT");

    /// @throws JsonException if a line is none
    String text(List<String> lines) throws JsonException {
        if (lines.isEmpty()) {
            return "nothing in this time\n";
        }
        Columns columns = new Columns();
        columns.add(HEADING);
        for (String line : lines) {
            Json json = JsonReader.read(line);
            columns.add(
                    List.of(
                            time(json, "time"),
                            text(json, json.has("kind") ? "kind" : "type"),
                            who(json),
                            text(json, "tenant"),
                            text(json, "cluster"),
                            text(json, "address"),
                            what(json)));
        }
        return columns.text();
    }

    private static String who(Json json) throws JsonException {
        return text(json, json.has("principal") ? "principal" : "credential");
    }

    private String what(Json json) throws JsonException {
        return switch (text(json, "type")) {
            case "count" ->
                    "%s since %s%s"
                            .formatted(
                                    text(json, "count"),
                                    time(json, "from"),
                                    json.has("other")
                                            ? ", of all others together"
                                            : reason(json, ", "));
            case "deleted" ->
                    "%s, of %s to %s, for its %s"
                            .formatted(
                                    text(json, "file"),
                                    time(json, "from"),
                                    time(json, "to"),
                                    text(json, "reason").equals("age") ? "age" : "bytes");
            case "torn" ->
                    "a line of %s was not ended: %s bytes of it are there"
                            .formatted(text(json, "file"), text(json, "bytes"));
            default -> event(json);
        };
    }

    private String event(Json json) throws JsonException {
        if (json.has("kept")) {
            boolean alike = text(json, "keptValue").equals(text(json, "offeredValue"));
            return "%s at %s: kept %s, offered %s"
                    .formatted(
                            series(json),
                            time(json, "t"),
                            value(json, "kept", alike),
                            value(json, "offered", alike));
        }
        if (json.has("tLast")) {
            return text(json, "samples").equals("1")
                    ? "%s at %s".formatted(series(json), time(json, "t"))
                    : "%s at %s to %s, %s samples"
                            .formatted(
                                    series(json),
                                    time(json, "t"),
                                    time(json, "tLast"),
                                    text(json, "samples"));
        }
        String reason = reason(json, "");
        String detail = text(json, "detail");
        return reason.isEmpty() || detail.isEmpty() ? reason + detail : reason + ": " + detail;
    }

    /// The reason, where it says more than the kind.
    private static String reason(Json json, String before) throws JsonException {
        String reason = text(json, "reason");
        return reason.isEmpty() || reason.equals(text(json, "kind")) ? "" : before + reason;
    }

    /// A value, with its bits where the other one reads the same.
    private static String value(Json json, String name, boolean withBits) throws JsonException {
        String value = text(json, name + "Value");
        return withBits ? value + " (" + text(json, name) + ")" : value;
    }

    private static String series(Json json) throws JsonException {
        Map<String, String> labels = new LinkedHashMap<>();
        if (json.member("series") instanceof Json.Members(var members)) {
            for (Map.Entry<String, Json> label : members.entrySet()) {
                labels.put(label.getKey(), label.getValue().plain());
            }
        }
        return SeriesNames.written(labels) + (json.has("seriesCut") ? "…" : "");
    }

    private static String text(Json json, String name) throws JsonException {
        return json.has(name) ? SeriesNames.clean(json.member(name).plain()) : "";
    }

    private String time(Json json, String name) throws JsonException {
        String millis = text(json, name);
        try {
            return TIME.format(Instant.ofEpochMilli(Long.parseLong(millis)).atZone(zone));
        } catch (NumberFormatException e) {
            return millis;
        }
    }
}
