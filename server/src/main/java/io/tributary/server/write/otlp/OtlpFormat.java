package io.tributary.server.write.otlp;

import io.tributary.format.otlp.answer.ExportAnswer;
import io.tributary.format.otlp.answer.RpcStatus;
import io.tributary.model.flow.Dialect;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.write.Packing;
import io.tributary.server.write.WriteDecoder;
import io.tributary.server.write.WriteFormat;
import java.util.function.Supplier;

/// OTLP over HTTP in one of its two forms; the answer has the form of the request.
record OtlpFormat(Form form, Supplier<WriteDecoder> decoders) implements WriteFormat {
    /// How messages are written.
    enum Form {
        PROTOBUF("application/x-protobuf"),
        JSON("application/json");

        private final String type;

        Form(String type) {
            this.type = type;
        }
    }

    @Override
    public Dialect dialect() {
        return Dialect.SYMBOLS;
    }

    @Override
    public Packing packing(HttpExchange exchange) {
        return Packing.of(exchange, Packing.NONE, Packing.ALL);
    }

    @Override
    public WriteDecoder newDecoder() {
        return decoders.get();
    }

    @Override
    public HttpAnswer answer(HttpExchange exchange, Told told) {
        return switch (OtlpOutcome.of(told)) {
            case OtlpOutcome.Taken(var answer) -> taken(answer);
            case OtlpOutcome.Refused(int status, var text, int retrySeconds) ->
                    retrySeconds == 0
                            ? refused(status, text)
                            : refused(status, text).withRetryAfter(retrySeconds);
        };
    }

    @Override
    public HttpAnswer refused(HttpExchange exchange, HttpRefusalException refusal) {
        return refused(refusal.status(), refusal.text()).withRetryAfter(refusal);
    }

    private HttpAnswer taken(ExportAnswer answer) {
        return HttpAnswer.bytes(
                200,
                form.type,
                switch (form) {
                    case PROTOBUF -> answer.toProtobuf();
                    case JSON -> answer.toJson();
                });
    }

    private HttpAnswer refused(int status, String text) {
        RpcStatus told = new RpcStatus(GrpcFormat.code(status), text);
        return HttpAnswer.bytes(
                status,
                form.type,
                switch (form) {
                    case PROTOBUF -> told.toProtobuf();
                    case JSON -> told.toJson();
                });
    }
}
