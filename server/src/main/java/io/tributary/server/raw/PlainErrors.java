package io.tributary.server.raw;

import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.door.ApiRoute;
import java.io.IOException;

/// Requests that are at fault told so as a text, as upstream tells it on the routes that are not of
/// its JSON.
record PlainErrors(ApiRoute.Call call) implements ApiRoute.Call {
    @Override
    public HttpAnswer answer(ApiRoute.Request request) throws IOException, InterruptedException {
        try {
            return call.answer(request);
        } catch (HttpRefusalException e) {
            if (e.status() >= 500) {
                throw e;
            }
            return HttpAnswer.text(e.status(), e.text() + "\n");
        }
    }
}
