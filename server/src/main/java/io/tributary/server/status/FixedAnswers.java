package io.tributary.server.status;

import io.tributary.runtime.http.HttpAnswer;
import io.tributary.server.api.ApiAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Successful answers without warnings.
final class FixedAnswers {
    private FixedAnswers() {}

    /// An answer that is always the same.
    ///
    /// @param data its JSON
    static HttpAnswer data(String data) {
        String body = "{\"status\":\"success\",\"data\":" + data + "}";
        return HttpAnswer.bytes(200, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    static HttpAnswer texts(Map<String, String> texts) {
        return ApiAnswer.success(json -> {
            json.beginObject();
            for (Map.Entry<String, String> text : texts.entrySet()) {
                json.name(text.getKey()).htmlSafe(text.getValue());
            }
            json.endObject();
        });
    }
}
