package io.tributary.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What Prometheus 3.14 was asked and answered, from a file in `src/test/scripts`: a comment, then
/// behind an empty line each a question and the JSON of its answer.
public record Recorded(String question, String answer) {
    public static List<Recorded> read(String file) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src", "test", "scripts", file));
        List<Recorded> all = new ArrayList<>();
        for (int i = 2; i < lines.size(); i += 3) {
            all.add(new Recorded(lines.get(i), lines.get(i + 1)));
        }
        return all;
    }

    public int status() {
        return answer.startsWith("{\"status\":\"error\"") ? 400 : 200;
    }
}
