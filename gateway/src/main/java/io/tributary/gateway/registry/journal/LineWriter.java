package io.tributary.gateway.registry.journal;

import java.util.List;

/// Writes the JSON of a line.
final class LineWriter {
    private final StringBuilder out = new StringBuilder();

    private LineWriter() {}

    static String json(JournalLine line) {
        LineWriter writer = new LineWriter();
        switch (line) {
            case JournalLine.Changes changes -> writer.changes(changes);
            case JournalLine.State state -> writer.state(state);
            case JournalLine.History history -> writer.history(history);
        }
        return writer.out.toString();
    }

    private void changes(JournalLine.Changes line) {
        HistoryEntry first = line.entries().getFirst();
        begin(line.version());
        text("time", first.time().toString());
        text("who", first.who());
        text("from", first.from());
        out.append(",\"changes\":[");
        for (int i = 0; i < line.entries().size(); i++) {
            out.append(i == 0 ? "{" : ",{");
            what(line.entries().get(i));
            line.objects().get(i).ifPresent(json -> out.append(",\"object\":").append(json));
            out.append('}');
        }
        out.append("]}");
    }

    private void state(JournalLine.State line) {
        begin(line.version());
        part(line.part(), line.parts());
        out.append(",\"state\":[");
        for (int i = 0; i < line.keys().size(); i++) {
            StoredObject object = line.objects().get(i);
            out.append(i == 0 ? "{" : ",{").append("\"version\":").append(object.version());
            key(line.keys().get(i));
            out.append(",\"object\":").append(object.json()).append('}');
        }
        out.append("]}");
    }

    private void history(JournalLine.History line) {
        begin(line.version());
        part(line.part(), line.parts());
        out.append(",\"history\":[");
        for (int i = 0; i < line.entries().size(); i++) {
            HistoryEntry entry = line.entries().get(i);
            out.append(i == 0 ? "" : ",");
            begin(entry.version());
            text("time", entry.time().toString());
            text("who", entry.who());
            text("from", entry.from());
            out.append(',');
            what(entry);
            out.append('}');
        }
        out.append("]}");
    }

    private void begin(long version) {
        out.append("{\"version\":").append(version);
    }

    private void part(int part, int parts) {
        out.append(",\"part\":").append(part).append(",\"parts\":").append(parts);
    }

    private void what(HistoryEntry entry) {
        out.append("\"op\":").append(CanonicalJson.quote(entry.action().word()));
        key(entry.key());
        texts("tenants", entry.tenants());
        texts("fields", entry.fields());
    }

    private void key(ObjectKey key) {
        text("kind", key.kind().word());
        text("name", key.name());
    }

    private void text(String name, String value) {
        out.append(",\"").append(name).append("\":").append(CanonicalJson.quote(value));
    }

    private void texts(String name, List<String> values) {
        out.append(",\"").append(name).append("\":[");
        for (int i = 0; i < values.size(); i++) {
            out.append(i == 0 ? "" : ",").append(CanonicalJson.quote(values.get(i)));
        }
        out.append(']');
    }
}
