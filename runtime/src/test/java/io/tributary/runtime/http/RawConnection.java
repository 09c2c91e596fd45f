package io.tributary.runtime.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A socket that says what no well-behaved client would.
final class RawConnection implements AutoCloseable {
    private static final int WAIT_MILLIS = 20_000;

    private final Socket socket;

    RawConnection(InetSocketAddress server) throws IOException {
        socket = new Socket();
        socket.connect(server, WAIT_MILLIS);
        socket.setSoTimeout(WAIT_MILLIS);
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /// All that comes until `part` was seen or the other side closes.
    String readUntil(String part) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (!read.toString(StandardCharsets.ISO_8859_1).contains(part)) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            read.write(next);
        }
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
