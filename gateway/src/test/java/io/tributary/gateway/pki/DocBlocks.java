package io.tributary.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The fenced blocks of a format's document, each by the words behind its fence.
public record DocBlocks(Path document) {
    /// The lines of one.
    public String block(String name) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(document)) {
            if (line.equals("```")) {
                inside = false;
            }
            if (inside) {
                lines.add(line);
            }
            if (line.equals("```" + name)) {
                inside = true;
            }
        }
        assertThat(lines).as("block %s of %s", name, document).isNotEmpty();
        return String.join("\n", lines) + "\n";
    }

    /// The hex in one, without comments and spaces.
    public String hex(String name) throws IOException {
        StringBuilder hex = new StringBuilder();
        for (String line : block(name).lines().toList()) {
            int comment = line.indexOf('#');
            hex.append((comment < 0 ? line : line.substring(0, comment)).replace(" ", ""));
        }
        return hex.toString();
    }
}
