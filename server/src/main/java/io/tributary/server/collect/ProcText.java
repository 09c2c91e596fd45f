package io.tributary.server.collect;

import io.tributary.runtime.host.ProcFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/// A file of `/proc`, in lines of words.
final class ProcText {
    /// Words of one line.
    static final class Line {
        private final String path;
        private final List<String> words;

        private Line(String path, List<String> words) {
            this.path = path;
            this.words = words;
        }

        int size() {
            return words.size();
        }

        /// The word at `index`.
        ///
        /// @throws IOException if the line is shorter
        String word(int index) throws IOException {
            if (index >= words.size()) {
                throw new IOException(
                        "%s: found %d words in a line, expected more: %s"
                                .formatted(path, words.size(), words));
            }
            return words.get(index);
        }

        /// The word at `index` as a number.
        ///
        /// @throws IOException if the line is shorter, or this is none
        double number(int index) throws IOException {
            String word = word(index);
            try {
                return Double.parseDouble(word);
            } catch (NumberFormatException e) {
                throw new IOException(path + ": found \"" + word + "\", expected a number", e);
            }
        }
    }

    private ProcText() {}

    /// The lines of a file that hold anything.
    static List<Line> lines(ProcFiles proc, String path) throws IOException {
        return proc.text(path)
                .lines()
                .map(text -> new Line(path, words(text)))
                .filter(line -> line.size() > 0)
                .toList();
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(text, " \t");
        while (tokens.hasMoreTokens()) {
            words.add(tokens.nextToken());
        }
        return words;
    }
}
