package io.tributary.server.write;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteBatch;
import io.tributary.runtime.http.HttpExchange;

/// Turns the bytes of requests into batches. Reused; owned by one thread at a time.
@FunctionalInterface
public interface WriteDecoder {
    /// Decodes `bytes[0 .. length)` into `into`, emptied first.
    ///
    /// @return what was left out, of which the batch says nothing
    /// @throws MalformedRequestException if nothing of it can be read
    LeftOut decode(HttpExchange exchange, Route route, byte[] bytes, int length, WriteBatch into)
            throws MalformedRequestException;
}
