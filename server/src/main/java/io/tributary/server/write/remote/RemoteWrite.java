package io.tributary.server.write.remote;

import io.tributary.format.remotewrite.RemoteWrite1Decoder;
import io.tributary.format.remotewrite.RemoteWrite2Decoder;
import io.tributary.model.flow.Dialect;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.write.LeftOut;
import io.tributary.server.write.Packing;
import io.tributary.server.write.WriteDecoder;
import io.tributary.server.write.WriteFormat;
import java.util.Locale;
import java.util.Set;

/// Prometheus' remote write, by the message that the content type names: a message read as the
/// other's is an empty one, which would be taken and lost.
enum RemoteWrite implements WriteFormat {
    /// `prometheus.WriteRequest`, and where no message is named.
    VERSION_1 {
        @Override
        public Dialect dialect() {
            return Dialect.REMOTE_WRITE_1;
        }

        @Override
        public WriteDecoder newDecoder() {
            RemoteWrite1Decoder decoder = new RemoteWrite1Decoder();
            return (exchange, route, bytes, length, into) -> {
                decoder.decode(bytes, 0, length, into);
                return LeftOut.NOTHING;
            };
        }
    },

    /// `io.prometheus.write.v2.Request`.
    VERSION_2 {
        @Override
        public Dialect dialect() {
            return Dialect.SYMBOLS;
        }

        @Override
        public WriteDecoder newDecoder() {
            RemoteWrite2Decoder decoder = new RemoteWrite2Decoder();
            return (exchange, route, bytes, length, into) -> {
                decoder.decode(bytes, 0, length, into);
                return LeftOut.NOTHING;
            };
        }
    };

    private static final String PROTOBUF = "application/x-protobuf";
    private static final String MESSAGE_1 = "prometheus.WriteRequest";
    private static final String MESSAGE_2 = "io.prometheus.write.v2.Request";
    private static final Set<Packing> PACKINGS = Set.of(Packing.SNAPPY, Packing.ZSTD);

    /// The version that the headers of a request name.
    ///
    /// @throws HttpRefusalException 415 if they name something else, telling what is taken
    static RemoteWrite of(HttpExchange exchange) {
        String type = exchange.header("content-type").orElse(PROTOBUF);
        String[] parts = type.split(";", -1);
        if (!parts[0].strip().toLowerCase(Locale.ROOT).equals(PROTOBUF)) {
            throw unsupported(type);
        }
        RemoteWrite version = VERSION_1;
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].split("=", 2);
            if (parameter[0].strip().toLowerCase(Locale.ROOT).equals("proto")) {
                version = named(parameter.length < 2 ? "" : parameter[1].strip(), type);
            }
        }
        return version;
    }

    @Override
    public Packing packing(HttpExchange exchange) {
        return Packing.of(exchange, Packing.SNAPPY, PACKINGS);
    }

    @Override
    public HttpAnswer answer(HttpExchange exchange, Told told) {
        return RemoteWriteAnswer.of(told.result(), told.leftOut());
    }

    @Override
    public HttpAnswer refused(HttpExchange exchange, HttpRefusalException refusal) {
        return RemoteWriteAnswer.of(refusal);
    }

    private static RemoteWrite named(String message, String type) {
        if (message.equalsIgnoreCase(MESSAGE_1)) {
            return VERSION_1;
        }
        if (message.equalsIgnoreCase(MESSAGE_2)) {
            return VERSION_2;
        }
        throw unsupported(type);
    }

    private static HttpRefusalException unsupported(String type) {
        return new HttpRefusalException(
                415,
                "content-type %s is not taken here, only \"%s\", \"%s;proto=%s\" (remote write 1.0) and \"%s;proto=%s\" (2.0)"
                        .formatted(type, PROTOBUF, PROTOBUF, MESSAGE_1, PROTOBUF, MESSAGE_2));
    }
}
