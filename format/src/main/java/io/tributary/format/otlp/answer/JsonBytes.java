package io.tributary.format.otlp.answer;

import io.tributary.format.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// One JSON text in an array. Stateless.
final class JsonBytes {
    /// Writes the text.
    @FunctionalInterface
    interface Content {
        void write(JsonWriter json) throws IOException;
    }

    private JsonBytes() {}

    static byte[] of(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JsonWriter json = new JsonWriter(new byte[JsonWriter.BUFFER_BYTES_MIN], bytes::write);
        try {
            content.write(json);
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("BUG: memory cannot fail", e);
        }
        return bytes.toByteArray();
    }
}
