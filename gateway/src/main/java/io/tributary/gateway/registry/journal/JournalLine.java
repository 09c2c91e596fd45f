package io.tributary.gateway.registry.journal;

import io.tributary.runtime.yaml.Fields;
import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;
import io.tributary.runtime.yaml.YamlTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A line of the journal; its form is specified in `gateway/docs/registry-journal.md`.
sealed interface JournalLine {
    /// Longest line, in bytes: a set as large as a request may be.
    int BYTES_MAX = 32 * 1024 * 1024;

    /// Characters of the checksum.
    int CHECKSUM_LENGTH = 8;

    long version();

    /// A set of changes, as told by {@link HistoryEntry}s, with the objects that were put.
    ///
    /// @param objects one for each entry; empty where it was deleted
    record Changes(long version, List<HistoryEntry> entries, List<Optional<String>> objects)
            implements JournalLine {}

    /// Objects that stand, at the beginning of a journal that was folded.
    ///
    /// @param part from 0
    /// @param parts how many lines of these there are
    record State(
            long version, int part, int parts, List<ObjectKey> keys, List<StoredObject> objects)
            implements JournalLine {}

    /// What was done before, behind the objects.
    record History(long version, int part, int parts, List<HistoryEntry> entries)
            implements JournalLine {}

    /// The line, without its end.
    default byte[] encode() {
        byte[] json = LineWriter.json(this).getBytes(StandardCharsets.UTF_8);
        byte[] start = (checksum(json, 0) + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] line = Arrays.copyOf(start, start.length + json.length);
        System.arraycopy(json, 0, line, start.length, json.length);
        return line;
    }

    /// Whether a line's checksum is that of what follows it.
    static boolean isWhole(byte[] line) {
        return line.length > CHECKSUM_LENGTH + 1
                && line[CHECKSUM_LENGTH] == ' '
                && found(line).equals(checksum(line, CHECKSUM_LENGTH + 1));
    }

    /// Reads a line.
    ///
    /// @param name of the line, for messages
    /// @throws IOException if it is damaged or says what we do not know
    static JournalLine decode(String name, byte[] line) throws IOException {
        if (!isWhole(line)) {
            throw new IOException(
                    "%s is damaged: its checksum is %s, expected %s"
                            .formatted(
                                    name,
                                    Problems.shown(found(line)),
                                    checksum(line, Math.min(line.length, CHECKSUM_LENGTH + 1))));
        }
        Problems problems = new Problems();
        byte[] json = Arrays.copyOfRange(line, CHECKSUM_LENGTH + 1, line.length);
        Optional<YamlNode.Section> root = YamlTree.read(name, json, json.length, problems);
        Optional<JournalLine> read =
                root.map(section -> LineReader.line(new Fields(section, "", problems)));
        if (read.isEmpty() || !problems.isEmpty()) {
            throw new IOException(
                    "%s cannot be understood: %s"
                            .formatted(
                                    name,
                                    problems.isEmpty()
                                            ? "found nothing"
                                            : problems.all().getFirst()));
        }
        return read.get();
    }

    private static String found(byte[] line) {
        return new String(
                line, 0, Math.min(line.length, CHECKSUM_LENGTH), StandardCharsets.ISO_8859_1);
    }

    private static String checksum(byte[] bytes, int from) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, bytes.length - from);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
