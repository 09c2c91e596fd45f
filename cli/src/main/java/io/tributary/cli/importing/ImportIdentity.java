package io.tributary.cli.importing;

import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import io.tributary.format.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// What is imported from where to where: an import goes on only as the same.
///
/// @param from Influx' URL
/// @param to our server's
/// @param tenant as it is named to it; empty where it is not
/// @param tags that points must have, in words
/// @param span of the points
record ImportIdentity(
        String from,
        Naming naming,
        String policy,
        String tags,
        String to,
        String tenant,
        Span span) {
    private static final int BUFFER_BYTES = 4 * 1024;

    static ImportIdentity of(Json json) throws JsonException {
        return new ImportIdentity(
                json.member("from").plain(),
                new Naming(
                        json.member("database").plain(),
                        json.member("prometheus").plain().equals("true")),
                json.member("policy").plain(),
                json.member("tags").plain(),
                json.member("to").plain(),
                json.member("tenant").plain(),
                new Span(
                        Long.parseLong(json.member("start").plain()),
                        Long.parseLong(json.member("end").plain())));
    }

    /// The same, until another time.
    ImportIdentity until(long endMillis) {
        Span other = new Span(Math.min(span.startMillis(), endMillis), endMillis);
        return new ImportIdentity(from, naming, policy, tags, to, tenant, other);
    }

    /// As JSON, on one line.
    String line() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        JsonWriter json = new JsonWriter(new byte[BUFFER_BYTES], text::write);
        json.beginObject().name("from").string(from);
        json.name("database").string(naming.database());
        json.name("prometheus").bool(naming.isPrometheus());
        json.name("policy")
                .string(policy)
                .name("tags")
                .string(tags)
                .name("to")
                .string(to)
                .name("tenant")
                .string(tenant);
        json.name("start").number(span.startMillis()).name("end").number(span.endMillis());
        json.endObject().flush();
        return text.toString(StandardCharsets.UTF_8);
    }
}
