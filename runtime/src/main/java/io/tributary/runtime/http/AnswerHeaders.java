package io.tributary.runtime.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// Status and headers of an answer in the stack's own form, and whole answers made of them.
final class AnswerHeaders {
    /// Bodies up to this size, in bytes, are not worth compressing.
    private static final int PLAIN_BYTES_MAX = 1024;

    private static final int UNAUTHENTICATED = 401;

    /// What may be presented (RFC 9110, 11.6.1, which asks for it beside each 401).
    private static final String CHALLENGE = "Bearer, Basic realm=\"tributary\", charset=\"UTF-8\"";

    private final HttpAnswer answer;

    AnswerHeaders(HttpAnswer answer) {
        this.answer = answer;
    }

    /// An answer with all of its body, compressed if that is wanted and worth it.
    HttpResponse whole(byte[] body, boolean gzip) throws IOException {
        boolean compressed = gzip && body.length > PLAIN_BYTES_MAX;
        byte[] sent = compressed ? compress(body) : body;
        return HttpResponse.of(builder(compressed).build(), HttpData.wrap(sent), trailers());
    }

    HttpHeaders trailers() {
        HttpHeadersBuilder builder = HttpHeaders.builder();
        for (Map.Entry<String, String> trailer : answer.trailers()) {
            builder.add(trailer.getKey(), trailer.getValue());
        }
        return builder.build();
    }

    ResponseHeaders streamed(boolean gzip) {
        return builder(gzip).build();
    }

    private ResponseHeadersBuilder builder(boolean compressed) {
        ResponseHeadersBuilder builder = ResponseHeaders.builder(answer.status());
        for (Map.Entry<String, String> header : answer.headers()) {
            builder.add(header.getKey(), header.getValue());
        }
        if (answer.status() == UNAUTHENTICATED) {
            builder.add(HttpHeaderNames.WWW_AUTHENTICATE, CHALLENGE);
        }
        if (compressed) {
            builder.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
            builder.set(HttpHeaderNames.VARY, "accept-encoding");
        }
        return builder;
    }

    private static byte[] compress(byte[] body) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(body);
        }
        return compressed.toByteArray();
    }
}
