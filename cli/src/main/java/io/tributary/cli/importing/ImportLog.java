package io.tributary.cli.importing;

import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import io.tributary.cli.json.JsonReader;
import io.tributary.format.json.JsonWriter;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How far an import has come, in a file: one JSON object a line, the first of them what is
/// imported from where to where, each other one the {@link Progress} of a column, of which the last
/// counts.
///
/// *Invariants*: a line is synced before the next one is begun. So at most one is torn, and it is
/// the last, without a line feed: it is passed over, and written over.
///
/// Of one thread.
final class ImportLog implements AutoCloseable {
    /// Of a file that is read; a line a batch of 10,000 samples has some 300.
    private static final long BYTES_MAX = 1L << 30;

    private static final int BUFFER_BYTES = 4 * 1024;

    private final DiskFile file;
    private ImportIdentity identity;
    private final Map<FieldColumn, Progress> latest = new HashMap<>();

    private long sizeBytes;

    private ImportLog(DiskFile file, ImportIdentity identity) {
        this.file = file;
        this.identity = identity;
    }

    /// Opens the log of an import, made where there is none.
    ///
    /// @param wanted what is to be imported
    /// @param isEndOpen whether it has the end that an earlier run had, where there is one
    /// @throws IOException if it is the log of another import, or damaged
    static ImportLog open(Disk disk, Path name, ImportIdentity wanted, boolean isEndOpen)
            throws IOException {
        DiskFile file = disk.open(name, Disk.Mode.CREATE_OR_WRITE);
        ImportLog log = new ImportLog(file, wanted);
        try {
            log.read(name, isEndOpen);
            disk.syncDirectory(Path.of(""));
            return log;
        } catch (IOException e) {
            log.close();
            throw e;
        }
    }

    /// What is imported.
    ImportIdentity identity() {
        return identity;
    }

    /// How far a column has come.
    Progress latest(FieldColumn column) {
        return latest.getOrDefault(column, Progress.none(column));
    }

    /// Notes durably how far a column has come.
    void append(Progress progress) throws IOException {
        write(line(progress));
        latest.put(progress.column(), progress);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void read(Path name, boolean isEndOpen) throws IOException {
        long size = file.sizeBytes();
        if (size > BYTES_MAX) {
            throw new IOException("%s is longer than %d bytes".formatted(name, BYTES_MAX));
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size);
        file.read(bytes, 0);
        int start = 0;
        int number = 0;
        for (int at = 0; at < size; at++) {
            if (bytes.get(at) == '\n') {
                number++;
                String text = new String(bytes.array(), start, at - start, StandardCharsets.UTF_8);
                take(name, number, text, isEndOpen);
                start = at + 1;
            }
        }
        sizeBytes = start;
        file.truncate(start);
        if (number == 0) {
            write(identity.line());
        }
    }

    private void take(Path name, int number, String text, boolean isEndOpen) throws IOException {
        try {
            Json line = JsonReader.read(text);
            if (number == 1) {
                check(name, ImportIdentity.of(line), isEndOpen);
            } else {
                Progress progress = progress(line);
                latest.put(progress.column(), progress);
            }
        } catch (JsonException | IllegalArgumentException e) {
            throw new IOException(
                    "%s is damaged: line %d: %s".formatted(name, number, e.getMessage()), e);
        }
    }

    private void check(Path name, ImportIdentity found, boolean isEndOpen) throws IOException {
        if (isEndOpen) {
            identity = identity.until(found.span().endMillis());
        }
        if (!identity.equals(found)) {
            throw new IOException(
                    "%s is of another import: found %s, expected %s"
                            .formatted(name, found.line(), identity.line()));
        }
    }

    private void write(String text) throws IOException {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        file.write(ByteBuffer.wrap(bytes), sizeBytes);
        file.sync();
        sizeBytes += bytes.length;
    }

    private static String line(Progress progress) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        JsonWriter json = new JsonWriter(new byte[BUFFER_BYTES], text::write);
        FieldColumn column = progress.column();
        json.beginObject().name("measurement").string(column.measurement());
        json.name("field").string(column.field()).name("kind").string(column.kind().name());
        json.name("window").number(progress.windowMillis()).name("rows").number(progress.rows());
        json.name("last").string(progress.last()).name("done").bool(progress.isDone());
        Tally tally = progress.tally();
        json.name("read").number(tally.read()).name("sameMillis").number(tally.sameMillis());
        json.name("stored").number(tally.stored()).name("repeated").number(tally.repeated());
        json.name("refused").beginObject();
        for (Map.Entry<String, Long> reason : tally.refused().entrySet()) {
            json.name(reason.getKey()).number(reason.getValue());
        }
        json.endObject().endObject().flush();
        return text.toString(StandardCharsets.UTF_8);
    }

    private static Progress progress(Json line) throws JsonException {
        SortedMap<String, Long> refused = new TreeMap<>();
        if (line.member("refused") instanceof Json.Members(var members)) {
            for (Map.Entry<String, Json> reason : members.entrySet()) {
                refused.put(reason.getKey(), Long.parseLong(reason.getValue().plain()));
            }
        }
        Tally tally =
                new Tally(
                        number(line, "read"),
                        number(line, "sameMillis"),
                        number(line, "stored"),
                        number(line, "repeated"),
                        refused);
        FieldColumn column =
                new FieldColumn(
                        line.member("measurement").plain(),
                        line.member("field").plain(),
                        FieldKind.valueOf(line.member("kind").plain()));
        return new Progress(
                column,
                number(line, "window"),
                number(line, "rows"),
                line.member("last").plain(),
                line.member("done").plain().equals("true"),
                tally);
    }

    private static long number(Json line, String member) throws JsonException {
        return Long.parseLong(line.member(member).plain());
    }
}
