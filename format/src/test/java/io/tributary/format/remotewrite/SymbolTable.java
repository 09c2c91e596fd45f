package io.tributary.format.remotewrite;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The symbols of a request of remote write 2.0 as a sender gathers them: each text once.
final class SymbolTable {
    private static final int SYMBOLS_TAG = 0x22;

    private final Map<String, Integer> numbers = new LinkedHashMap<>(Map.of("", 0));

    /// Appends the number of a text, as a varint.
    void ref(String text, ByteArrayOutputStream into) {
        RemoteWrite1LabelWriter.writeVarint(
                into, numbers.computeIfAbsent(text, _ -> numbers.size()));
    }

    /// The texts so far, as fields of a request.
    byte[] fields() {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        for (String text : numbers.keySet()) {
            field(fields, SYMBOLS_TAG, text.getBytes(StandardCharsets.UTF_8));
        }
        return fields.toByteArray();
    }

    static void field(ByteArrayOutputStream into, int tag, byte[] content) {
        into.write(tag);
        RemoteWrite1LabelWriter.writeVarint(into, content.length);
        into.writeBytes(content);
    }
}
