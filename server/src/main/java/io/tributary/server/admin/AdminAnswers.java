package io.tributary.server.admin;

import io.tributary.gateway.admin.RegistryAdmin.Answer;
import io.tributary.gateway.admin.RegistryAdmin.Listed;
import io.tributary.gateway.admin.RegistryAdmin.Shown;
import io.tributary.gateway.registry.ChangeProposal.Outcome;
import io.tributary.gateway.registry.journal.CanonicalJson;
import io.tributary.gateway.registry.journal.HistoryEntry;
import io.tributary.gateway.secret.AccessToken;
import io.tributary.runtime.http.HttpAnswer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Answers of the registry's API, in the envelope of all others:
///
/// ```
/// {"status":"success","data":{"object":{…},"source":"api","version":7}}
/// {"status":"error","errorType":"conflict","error":"…"}
/// ```
final class AdminAnswers {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int BUFFER_BYTES = 16 * 1024;

    private AdminAnswers() {}

    static HttpAnswer list(Listed listed) {
        return HttpAnswer.json(
                OK,
                stream -> {
                    OutputStream out = new BufferedOutputStream(stream, BUFFER_BYTES);
                    write(out, "{\"status\":\"success\",\"data\":{\"version\":" + listed.version());
                    write(out, ",\"objects\":[");
                    String gap = "";
                    for (Shown object : listed.objects()) {
                        write(out, gap + "{" + members(object) + "}");
                        gap = ",";
                    }
                    write(out, "]}}");
                    out.flush();
                });
    }

    static HttpAnswer object(Shown object) {
        return tagged(success(OK, members(object)), object);
    }

    /// What one object came to be.
    ///
    /// @param now as it is; empty where it has been deleted since
    static HttpAnswer changed(Answer answer, Optional<Shown> now) {
        if (!(answer.outcome() instanceof Outcome.Done) || now.isEmpty()) {
            return changes(answer, false);
        }
        String token =
                answer.tokens().values().stream()
                        .map(made -> ",\"token\":" + CanonicalJson.quote(made.secret().reveal()))
                        .collect(Collectors.joining());
        int status = answer.isNew() ? CREATED : OK;
        return tagged(success(status, members(now.get()) + token), now.get());
    }

    /// What was changed.
    ///
    /// @param trial whether it only would have been
    static HttpAnswer changes(Answer answer, boolean trial) {
        if (!(answer.outcome() instanceof Outcome.Done done)) {
            return refusal(answer.outcome());
        }
        StringBuilder data = new StringBuilder("\"version\":").append(done.version());
        data.append(",\"dryRun\":").append(trial).append(",\"changes\":[");
        data.append(
                done.changes().stream()
                        .map(entry -> "{" + what(entry) + "}")
                        .collect(Collectors.joining(",")));
        data.append("],\"tokens\":{");
        data.append(
                answer.tokens().entrySet().stream()
                        .map(AdminAnswers::token)
                        .collect(Collectors.joining(",")));
        return success(OK, data.append('}').toString());
    }

    static HttpAnswer history(List<HistoryEntry> entries) {
        return success(
                OK,
                entries.stream()
                        .map(AdminAnswers::told)
                        .collect(Collectors.joining(",", "\"history\":[", "]")));
    }

    /// Why it was not done.
    static HttpAnswer refusal(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused(var problems, _) ->
                    HttpAnswer.error(400, "bad_data", String.join("\n", problems));
            case Outcome.Forbidden(var why) -> HttpAnswer.error(403, "forbidden", why);
            case Outcome.NotFound(var what) -> HttpAnswer.error(404, "not_found", what);
            case Outcome.Conflict(var why) -> HttpAnswer.error(409, "conflict", why);
            case Outcome.Stale(var why) -> HttpAnswer.error(412, "precondition", why);
            case Outcome.Done _ -> throw new IllegalStateException("BUG: done and refused");
        };
    }

    private static HttpAnswer tagged(HttpAnswer answer, Shown object) {
        return object.version() == 0
                ? answer
                : answer.withHeader("etag", "\"" + object.version() + "\"");
    }

    private static HttpAnswer success(int status, String members) {
        byte[] bytes =
                ("{\"status\":\"success\",\"data\":{" + members + "}}")
                        .getBytes(StandardCharsets.UTF_8);
        return HttpAnswer.json(status, out -> out.write(bytes));
    }

    private static String members(Shown object) {
        return "\"object\":%s,\"source\":%s,\"version\":%d%s"
                .formatted(
                        object.json(),
                        CanonicalJson.quote(object.source()),
                        object.version(),
                        object.agent().map(AdminAnswers::agent).orElse(""));
    }

    private static String agent(Shown.Agent agent) {
        return ",\"state\":%s,\"tenants\":%s%s"
                .formatted(
                        CanonicalJson.quote(agent.state().word()),
                        texts(agent.tenants()),
                        agent.certificate().map(AdminAnswers::certificate).orElse(""));
    }

    private static String certificate(Shown.Certificate certificate) {
        return ",\"certificate\":{%s\"clusterId\":\"%s\",\"enrolled\":\"%s\",\"renewed\":\"%s\",\"expires\":\"%s\"}"
                .formatted(
                        certificate
                                .cluster()
                                .map(name -> "\"cluster\":" + CanonicalJson.quote(name) + ",")
                                .orElse(""),
                        certificate.enrolled().cluster(),
                        certificate.enrolled().enrolled(),
                        certificate.enrolled().renewed(),
                        certificate.enrolled().expires());
    }

    private static String told(HistoryEntry entry) {
        return "{\"version\":%d,\"time\":%s,\"who\":%s,\"from\":%s,%s,\"tenants\":%s,\"fields\":%s}"
                .formatted(
                        entry.version(),
                        CanonicalJson.quote(entry.time().toString()),
                        CanonicalJson.quote(entry.who()),
                        CanonicalJson.quote(entry.from()),
                        what(entry),
                        texts(entry.tenants()),
                        texts(entry.fields()));
    }

    private static String what(HistoryEntry entry) {
        return "\"action\":%s,\"kind\":%s,\"name\":%s"
                .formatted(
                        CanonicalJson.quote(entry.action().word()),
                        CanonicalJson.quote(entry.key().kind().word()),
                        CanonicalJson.quote(entry.key().name()));
    }

    private static String token(Map.Entry<String, AccessToken> made) {
        return CanonicalJson.quote(made.getKey())
                + ":"
                + CanonicalJson.quote(made.getValue().secret().reveal());
    }

    private static String texts(List<String> texts) {
        return texts.stream().map(CanonicalJson::quote).collect(Collectors.joining(",", "[", "]"));
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
