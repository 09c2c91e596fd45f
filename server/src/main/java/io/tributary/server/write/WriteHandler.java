package io.tributary.server.write;

import io.tributary.gateway.identity.Caller;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.door.GuardedHandler;
import java.util.function.Function;

/// One route on which samples are sent: finds the format of a request by its headers, and answers
/// in it.
final class WriteHandler implements GuardedHandler {
    private final WriteFlow flow;
    private final WriteFormat usual;
    private final Function<HttpExchange, WriteFormat> formats;

    /// @param usual in which is answered where a request's own is not known
    /// @param formats the format that the headers name; may throw {@link HttpRefusalException}
    WriteHandler(WriteFlow flow, WriteFormat usual, Function<HttpExchange, WriteFormat> formats) {
        this.flow = flow;
        this.usual = usual;
        this.formats = formats;
    }

    @Override
    public HttpAnswer answer(HttpExchange exchange, Caller caller) throws InterruptedException {
        WriteFormat format = usual;
        try {
            format = formats.apply(exchange);
            return format.answer(exchange, flow.write(exchange, caller, format).told());
        } catch (HttpRefusalException e) {
            return format.refused(exchange, e);
        }
    }

    @Override
    public HttpAnswer refused(HttpExchange exchange, HttpRefusalException refusal) {
        WriteFormat format;
        try {
            format = formats.apply(exchange);
        } catch (HttpRefusalException _) {
            format = usual;
        }
        return format.refused(exchange, refusal);
    }
}
