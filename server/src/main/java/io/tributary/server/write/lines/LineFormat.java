package io.tributary.server.write.lines;

import io.tributary.format.lines.LineReport;
import io.tributary.model.flow.Dialect;
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

/// A protocol whose requests are pieces, each good or bad by itself: mostly lines.
///
/// @param decoders makes them; each refuses what is wrong piece by piece
/// @param piece what one is called
/// @param success the status where nothing is refused
record LineFormat(Supplier<WriteDecoder> decoders, String piece, int success)
        implements WriteFormat {
    /// One of lines, answered with 204.
    LineFormat(Supplier<WriteDecoder> decoders) {
        this(decoders, "line", 204);
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
        return LineAnswer.of(this, exchange, told.result(), told.leftOut());
    }

    @Override
    public HttpAnswer refused(HttpExchange exchange, HttpRefusalException refusal) {
        return LineAnswer.of(refusal);
    }

    /// What a decoder refused and dropped.
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
