package io.tributary.format.lines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// A table of `src/test/scripts`: what is sent, and what a decoder makes of it.
///
/// ```
/// # remark
/// decode ARGUMENTS
/// what is sent; <0a> is a byte in hex
/// ----
/// what comes of it
/// (an empty line)
/// ```
///
/// `-Dupdate=1` writes what comes of it anew.
public final class BehaviourTable {
    /// Shows what a decoder makes of bytes.
    @FunctionalInterface
    public interface Decoder {
        String decode(List<String> arguments, byte[] sent);
    }

    private BehaviourTable() {}

    /// Compares a table with what a decoder does.
    public static void check(String name, Decoder decoder) throws IOException {
        Path file = Path.of("src/test/scripts", name);
        String table = Files.readString(file);
        List<String> blocks = new ArrayList<>();
        for (String block : table.strip().split("\n\n", -1)) {
            blocks.add(run(block, decoder));
        }
        String found = String.join("\n\n", blocks) + "\n";
        if (System.getProperty("update") != null) {
            Files.writeString(file, found);
            return;
        }
        assertThat(found).isEqualTo(table);
    }

    private static String run(String block, Decoder decoder) {
        List<String> lines = new ArrayList<>(block.lines().toList());
        int command = 0;
        while (command < lines.size() && lines.get(command).startsWith("#")) {
            command++;
        }
        int rule = lines.indexOf("----");
        if (command == lines.size()) {
            return block;
        }
        assertThat(lines.get(command)).startsWith("decode");
        assertThat(rule).as(block).isPositive();
        String sent = String.join("\n", lines.subList(command + 1, rule));
        List<String> arguments = Arrays.asList(lines.get(command).split(" "));
        String made = decoder.decode(arguments.subList(1, arguments.size()), bytes(sent));
        String head = String.join("\n", lines.subList(0, rule + 1));
        return made.isEmpty() ? head : head + "\n" + made;
    }

    private static byte[] bytes(String sent) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < sent.length()) {
            if (sent.charAt(at) == '<' && at + 3 < sent.length() && sent.charAt(at + 3) == '>') {
                bytes.writeBytes(HexFormat.of().parseHex(sent, at + 1, at + 3));
                at += 4;
                continue;
            }
            int next = sent.offsetByCodePoints(at, 1);
            bytes.writeBytes(sent.substring(at, next).getBytes(StandardCharsets.UTF_8));
            at = next;
        }
        return bytes.toByteArray();
    }
}
