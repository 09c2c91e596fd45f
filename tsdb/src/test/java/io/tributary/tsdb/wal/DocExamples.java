package io.tributary.tsdb.wal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Reads the examples of a format's document: fenced blocks of hex with a remark behind `#`, their
/// first line a kind and words.
public final class DocExamples {
    /// One example.
    ///
    /// @param words behind the kind
    /// @param hex the bytes
    public record Example(List<String> words, String hex) {
        public Example {
            words = List.copyOf(words);
        }

        public byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }

        /// The value of a word `name=value`.
        public String word(String name) {
            return words.stream()
                    .filter(word -> word.startsWith(name + "="))
                    .map(word -> word.substring(name.length() + 1))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private DocExamples() {}

    /// The only example of a kind in a document.
    public static Example one(String document, String kind) throws IOException {
        List<Example> found = new ArrayList<>();
        String[] parts = Files.readString(Path.of("docs", document)).split("```", -1);
        for (int i = 1; i < parts.length; i += 2) {
            List<String> lines = parts[i].lines().toList();
            if (!lines.isEmpty() && lines.getFirst().startsWith(kind + " ")) {
                List<String> words = List.of(lines.getFirst().split(" ", -1));
                found.add(new Example(words.subList(1, words.size()), hex(lines)));
            }
        }
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " examples of " + kind + " in " + document);
        }
        return found.getFirst();
    }

    /// What a writer holds.
    public static String hex(RecordWriter written) {
        return HexFormat.of().formatHex(written.array(), 0, written.position());
    }

    private static String hex(List<String> lines) {
        StringBuilder hex = new StringBuilder();
        for (String line : lines.subList(1, lines.size())) {
            hex.append(line.split("#", 2)[0].replace(" ", ""));
        }
        return hex.toString();
    }
}
