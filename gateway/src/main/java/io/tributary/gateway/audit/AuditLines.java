package io.tributary.gateway.audit;

import io.tributary.format.json.JsonWriter;
import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.WriteResult.Finding;
import io.tributary.model.flow.WriteResult.Value;
import io.tributary.model.text.GoFloat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/// Writes lines (spec with examples: `docs/audit.md`): objects of strings, whole numbers and
/// booleans, and one object of strings, `series`. What is empty is left out.
final class AuditLines {
    /// The format of the files.
    static final int FORMAT = 1;

    /// Characters of a series' labels that are written.
    static final int SERIES_CHARS_MAX = 8_192;

    /// Labels of a series that are written.
    static final int SERIES_LABELS_MAX = 256;

    /// The longest line there can be: six bytes for each character of the texts, and less for all
    /// else than what is left.
    static final int LINE_BYTES_MAX = 128 << 10;

    private static final int BUFFER_BYTES = 4 << 10;
    private static final int LINE_BREAK = '\n';

    /// Writes the members of a line.
    private interface Members {
        void writeTo(JsonWriter json) throws IOException;
    }

    private AuditLines() {}

    static Line event(AuditEvent event) {
        return line(
                event.timeMillis(),
                event.timeMillis(),
                json -> {
                    json.name("type").string(AuditLine.Type.EVENT.word());
                    json.name("time").number(event.timeMillis());
                    json.name("kind").string(event.kind().word());
                    Origin origin = event.origin();
                    who(
                            json,
                            origin.principal(),
                            origin.credential(),
                            origin.tenant(),
                            origin.cluster());
                    text(json, "address", origin.address());
                    text(json, "route", origin.route());
                    text(json, "reason", event.reason());
                    text(json, "detail", event.detail());
                    if (event.finding().isPresent()) {
                        finding(json, event.finding().get());
                    }
                });
    }

    /// How often something happened in a time.
    static Line count(long fromMillis, long toMillis, CountKey key, long count) {
        return line(
                fromMillis,
                toMillis,
                json -> {
                    json.name("type").string(AuditLine.Type.COUNT.word());
                    json.name("time").number(toMillis);
                    json.name("from").number(fromMillis);
                    json.name("kind").string(key.kind().word());
                    who(json, key.principal(), key.credential(), key.tenant(), key.cluster());
                    text(json, "reason", key.reason());
                    if (key.other()) {
                        json.name("other").bool(true);
                    }
                    json.name("count").number(count);
                });
    }

    /// The first line of a file.
    ///
    /// @param before the file before it, if there is any
    static Line file(long nowMillis, long number, Optional<StoredFile> before) {
        return line(
                nowMillis,
                nowMillis,
                json -> {
                    json.name("type").string(AuditLine.Type.FILE.word());
                    json.name("time").number(nowMillis);
                    json.name("format").number(FORMAT);
                    json.name("number").number(number);
                    if (before.isPresent()) {
                        json.name("previous").number(before.get().number());
                        json.name("previousFrom").number(before.get().fromMillis());
                        json.name("previousTo").number(before.get().toMillis());
                    }
                });
    }

    /// Tells of a file that is about to be deleted.
    static Line deleted(long nowMillis, StoredFile file, String reason) {
        return line(
                nowMillis,
                nowMillis,
                json -> {
                    json.name("type").string(AuditLine.Type.DELETED.word());
                    json.name("time").number(nowMillis);
                    json.name("file").string(file.name());
                    json.name("from").number(file.fromMillis());
                    json.name("to").number(file.toMillis());
                    json.name("bytes").number(file.sizeBytes());
                    json.name("reason").string(reason);
                });
    }

    /// Tells of a line that was begun and not ended: the process or the machine stopped within.
    static Line torn(long nowMillis, String file, long bytes) {
        return line(
                nowMillis,
                nowMillis,
                json -> {
                    json.name("type").string(AuditLine.Type.TORN.word());
                    json.name("time").number(nowMillis);
                    json.name("file").string(file);
                    json.name("bytes").number(bytes);
                });
    }

    private static void who(
            JsonWriter json,
            String principal,
            String credential,
            Optional<Tenant> tenant,
            String cluster)
            throws IOException {
        text(json, "principal", principal);
        text(json, "credential", credential);
        if (tenant.isPresent()) {
            json.name("tenant").string(BoundedText.cut(tenant.get().name(), Origin.TEXT_CHARS_MAX));
            json.name("tenantId").string(tenant.get().id().toString());
        }
        text(json, "cluster", cluster);
    }

    private static void finding(JsonWriter json, Finding finding) throws IOException {
        series(json, finding.series());
        switch (finding) {
            case Finding.Conflict(Labels _, long time, Value kept, Value offered) -> {
                json.name("t").number(time);
                value(json, "kept", kept);
                value(json, "offered", offered);
            }
            case Finding.Late(Labels _, long first, long last, int count) -> {
                json.name("t").number(first);
                json.name("tLast").number(last);
                json.name("samples").number(count);
            }
        }
    }

    private static void series(JsonWriter json, Labels series) throws IOException {
        json.name("series").beginObject();
        int chars = 0;
        int written = 0;
        while (written < Math.min(series.size(), SERIES_LABELS_MAX)) {
            chars += series.name(written).length() + series.value(written).length();
            if (chars > SERIES_CHARS_MAX) {
                break;
            }
            json.name(series.name(written)).string(series.value(written));
            written++;
        }
        json.endObject();
        if (written < series.size()) {
            json.name("seriesCut").bool(true);
        }
    }

    private static void value(JsonWriter json, String name, Value value) throws IOException {
        switch (value) {
            case Value.FloatBits(long bits) -> {
                json.name(name).string("%016x".formatted(bits));
                json.name(name + "Value").string(GoFloat.plain(Double.longBitsToDouble(bits)));
            }
            case Value.HistogramDigest(long high, long low) -> {
                json.name(name).string("%016x%016x".formatted(high, low));
                json.name(name + "Value").string("histogram");
            }
        }
    }

    private static void text(JsonWriter json, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.name(name).string(text);
        }
    }

    private static Line line(long fromMillis, long toMillis, Members members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(BUFFER_BYTES / 8);
        try {
            JsonWriter json = new JsonWriter(new byte[BUFFER_BYTES], out::write);
            json.beginObject();
            members.writeTo(json);
            json.endObject().flush();
        } catch (IOException e) {
            throw new IllegalStateException("BUG: memory refused a write", e);
        }
        out.write(LINE_BREAK);
        if (out.size() > LINE_BYTES_MAX) {
            throw new IllegalStateException("BUG: a line of " + out.size() + " bytes");
        }
        return new Line(fromMillis, toMillis, out.toByteArray());
    }
}
