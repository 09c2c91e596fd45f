package io.tributary.runtime.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Frames of HTTP/2 as bytes (RFC 9113), headers without any compression (RFC 7541).
final class Http2Frames {
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int ACK = 1;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final int CANCEL = 8;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /// What a client begins with.
    Http2Frames preface() {
        bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return frame(SETTINGS, 0, 0, new byte[0]).frame(SETTINGS, ACK, 0, new byte[0]);
    }

    /// A whole request without a body.
    Http2Frames get(int stream, String path) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        header(block, ":method", "GET");
        header(block, ":scheme", "http");
        header(block, ":path", path);
        header(block, ":authority", "localhost");
        return frame(HEADERS, END_STREAM_AND_HEADERS, stream, block.toByteArray());
    }

    Http2Frames reset(int stream) {
        return frame(RESET, 0, stream, new byte[] {0, 0, 0, CANCEL});
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    private Http2Frames frame(int type, int flags, int stream, byte[] payload) {
        bytes.write(payload.length >> 16);
        bytes.write(payload.length >> 8);
        bytes.write(payload.length);
        bytes.write(type);
        bytes.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes.write(stream >> shift);
        }
        bytes.writeBytes(payload);
        return this;
    }

    private static void header(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        string(block, name);
        string(block, value);
    }

    private static void string(ByteArrayOutputStream block, String text) {
        block.write(text.length());
        block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
