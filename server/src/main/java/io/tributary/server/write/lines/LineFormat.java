package io.tributary.server.write.lines;

import io.tributary.format.lines.LineReport;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.write.LeftOut;
import io.tributary.server.write.Packing;
import io.tributary.server.write.WriteDecoder;
import io.tributary.server.write.WriteFormat;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A protocol whose requests are lines, each good or bad by itself.
///
/// @param decoders makes them; each refuses what is wrong line by line
record LineFormat(Supplier<WriteDecoder> decoders) implements WriteFormat {
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
    public HttpAnswer answer(HttpExchange exchange, WriteResult result, LeftOut leftOut) {
        return LineAnswer.of(exchange, result, leftOut);
    }

    @Override
    public HttpAnswer refused(HttpExchange exchange, HttpRefusalException refusal) {
        return LineAnswer.of(refusal);
    }

    /// What a decoder of lines refused and dropped.
    static LeftOut leftOut(LineReport report) {
        if (report.refused() + report.dropped() == 0) {
            return LeftOut.NOTHING;
        }
        return new LeftOut(
                report.refusedByFault().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        fault -> fault.getKey().word(), Map.Entry::getValue)),
                report.firstRefusal(),
                report.dropped());
    }
}
