package io.tributary.server.write;

import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpBody;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;

/// One protocol in which samples are sent: how a request is read, and what its sender is told.
/// Stateless.
public interface WriteFormat {
    /// A range of a body that is packed.
    record Packed(Packing packing, int offset, int length) {}

    /// What became of a request.
    ///
    /// @param leftOut what the store did not see of it
    /// @param rejected how many data points the decoder left out; and of how many anything was
    ///   refused since, where the decoder tells of points: those are several series, and count once
    record Told(WriteResult result, LeftOut leftOut, int rejected) {}

    /// How the decoder writes the labels of series.
    Dialect dialect();

    /// How the body is packed, as the headers say.
    ///
    /// @throws HttpRefusalException 415 if that is not taken
    Packing packing(HttpExchange exchange);

    /// Where in a body the packed bytes stand, and how they are packed: all of it as the headers
    /// say, unless the format has a frame around them.
    ///
    /// @throws HttpRefusalException 400 if the frame is broken
    default Packed packed(HttpBody body, Packing asHeadersSay) {
        return new Packed(asHeadersSay, 0, body.length());
    }

    /// A decoder, to be used by one thread at a time.
    WriteDecoder newDecoder();

    /// What became of a request, to be told once it is durable.
    HttpAnswer answer(HttpExchange exchange, Told told);

    /// The answer to a request of which nothing was stored.
    HttpAnswer refused(HttpExchange exchange, HttpRefusalException refusal);
}
