package io.tributary.server.write.otlp;

import io.tributary.format.otlp.json.OtlpJson;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.testkit.json.Json;
import io.tributary.testkit.json.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Sends requests of OTLP, written in JSON, in each of its forms, byte for byte.
final class OtlpClient implements AutoCloseable {
    /// How a request is written and carried.
    enum Form {
        PROTOBUF("application/x-protobuf"),
        JSON("application/json"),
        GRPC("application/grpc");

        final String type;

        Form(String type) {
            this.type = type;
        }
    }

    /// What came back.
    static final class Answer {
        private final Form form;
        private final int status;
        private final HttpHeaders headers;
        private final byte[] body;

        Answer(Form form, int status, HttpHeaders headers, byte[] body) {
            this.form = form;
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        /// HTTP's; of gRPC its own, 0 where it stands in trailers.
        int status() {
            return status;
        }

        /// In bytes, about.
        int size() {
            return body.length + headers.map().toString().length();
        }

        String type() {
            return headers.firstValue("content-type").orElse("");
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /// The words of a `Status`.
        String message() throws MalformedRequestException {
            return switch (form) {
                case JSON -> json().member("message").text();
                case PROTOBUF -> text(field(body, 2));
                case GRPC -> header("grpc-message");
            };
        }

        /// The count of a `partial_success`, and its words behind a blank; empty where there is
        /// none.
        String partialSuccess() throws MalformedRequestException {
            if (form == Form.JSON) {
                if (new String(body, StandardCharsets.UTF_8).equals("{}")) {
                    return "";
                }
                Json partial = json().member("partialSuccess");
                return partial.member("rejectedDataPoints").text()
                        + " "
                        + partial.member("errorMessage").text();
            }
            if (body.length == 0) {
                return "";
            }
            byte[] partial = field(body, 1);
            return text(field(partial, 1)) + " " + text(field(partial, 2));
        }

        private Json json() {
            return JsonReader.read(new String(body, StandardCharsets.UTF_8));
        }

        private static String text(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /// A field of a message: bytes as they are, a varint in decimal digits; empty if it is not
        /// there.
        private static byte[] field(byte[] message, int number) throws MalformedRequestException {
            ProtoCursor in = new ProtoCursor("OTLP");
            in.reset(message, 0, message.length);
            byte[] found = {};
            while (!in.atEnd()) {
                int tag = in.readTag();
                if (ProtoCursor.fieldNumber(tag) != number) {
                    in.skip(tag);
                } else if (ProtoCursor.isPacked(tag)) {
                    int length = in.readLength();
                    int at = in.position();
                    in.moveTo(at + length);
                    found = Arrays.copyOfRange(message, at, at + length);
                } else {
                    found = Long.toString(in.readVarint()).getBytes(StandardCharsets.UTF_8);
                }
            }
            return found;
        }
    }

    private static final String HTTP_PATH = "/v1/metrics";
    private static final String GRPC_PATH =
            "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
    private static final int FRAME_BYTES = 5;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// Sends a request that is written in JSON.
    Answer send(String url, Form form, String json) throws Exception {
        return send(url, form, "", bytes(form, json));
    }

    /// Sends a message as it is.
    ///
    /// @param encoding how it is packed; empty for not at all
    Answer send(String url, Form form, String encoding, byte[] message)
            throws IOException, InterruptedException {
        boolean grpc = form == Form.GRPC;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + (grpc ? GRPC_PATH : HTTP_PATH)))
                        .header("content-type", form.type);
        if (!encoding.isEmpty()) {
            request.header(grpc ? "grpc-encoding" : "content-encoding", encoding);
        }
        byte[] body = grpc ? framed(!encoding.isEmpty(), message) : message;
        return send(request.POST(BodyPublishers.ofByteArray(body)), form);
    }

    Answer send(HttpRequest.Builder request, Form form) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
        byte[] body = answer.body();
        if (form != Form.GRPC) {
            return new Answer(form, answer.statusCode(), answer.headers(), body);
        }
        int status = Integer.parseInt(answer.headers().firstValue("grpc-status").orElse("0"));
        byte[] message =
                body.length == 0 ? body : Arrays.copyOfRange(body, FRAME_BYTES, body.length);
        return new Answer(form, status, answer.headers(), message);
    }

    String get(String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        client.close();
    }

    /// A request that is written in JSON, in another form.
    static byte[] bytes(Form form, String json) throws MalformedRequestException {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        if (form == Form.JSON) {
            return text;
        }
        OtlpJson message = new OtlpJson();
        message.read(text, 0, text.length);
        return Arrays.copyOf(message.bytes(), message.length());
    }

    private static byte[] framed(boolean packed, byte[] message) {
        return ByteBuffer.allocate(FRAME_BYTES + message.length)
                .put((byte) (packed ? 1 : 0))
                .putInt(message.length)
                .put(message)
                .array();
    }
}
