package io.tributary.server.isolation;

import io.tributary.format.compress.CompressionException;
import io.tributary.format.compress.SnappyBlock;
import io.tributary.server.raw.ReadRequestBytes;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;

/// Remote reads as forms, and answers of which none hides a word by being packed.
final class RemoteReads {
    /// Before the form of the answer (0 samples, 1 chunks), a label, a matcher, a value.
    static final String FORM = "READ:";

    private RemoteReads() {}

    /// The request, of all times up to now.
    static byte[] request(String form, long now) {
        String[] parts = form.substring(FORM.length()).split(" ", 4);
        return new ReadRequestBytes()
                .query(0, now, parts[1], parts[2], parts[3])
                .accepting(Integer.parseInt(parts[0]))
                .snappy();
    }

    /// The body of any answer.
    static BodySubscriber<String> unpacked(HttpResponse.ResponseInfo answer) {
        boolean packed =
                answer.headers()
                        .firstValue("content-encoding")
                        .filter("snappy"::equals)
                        .isPresent();
        return BodySubscribers.mapping(
                BodySubscribers.ofByteArray(),
                bytes -> new String(packed ? unpacked(bytes) : bytes, StandardCharsets.UTF_8));
    }

    private static byte[] unpacked(byte[] packed) {
        try {
            byte[] raw = new byte[(int) SnappyBlock.rawLength(packed, 0, packed.length)];
            SnappyBlock.decode(packed, 0, packed.length, raw, 0);
            return raw;
        } catch (CompressionException e) {
            throw new AssertionError(e);
        }
    }
}
