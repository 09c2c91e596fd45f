package io.tributary.server.admin;

import io.tributary.format.json.JsonWriter;
import io.tributary.gateway.admin.FrozenTenants;
import io.tributary.gateway.admin.FrozenTenants.Answer;
import io.tributary.gateway.frozen.Frozen;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.Permission;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.api.ApiAnswer;
import io.tributary.server.door.Gate;
import io.tributary.server.door.GuardedRoutes;
import java.io.IOException;
import java.util.Map;

/// `/admin/v1/tenants/{name}/frozen`: what is frozen of a tenant's settings, and by `POST` with
/// `force=true` what is declared in its place.
public final class FrozenApi {
    private static final String PATH = "/admin/v1/tenants/{name}/frozen";
    private static final int BAD_REQUEST = 400;

    private final Gate gate;
    private final FrozenTenants frozen;

    public FrozenApi(Gate gate, FrozenTenants frozen) {
        this.gate = gate;
        this.frozen = frozen;
    }

    public void addTo(GuardedRoutes routes) {
        routes.add("GET", PATH, Permission.TENANTS, this::show)
                .add("POST", PATH, Permission.REGISTRY, this::replace);
    }

    private HttpAnswer show(HttpExchange exchange, Caller caller) {
        return answer(frozen.find(AdminApi.from(exchange, caller), exchange.pathParameter()));
    }

    private HttpAnswer replace(HttpExchange exchange, Caller caller) throws IOException {
        gate.pass();
        if (!AdminApi.flag("force", exchange.urlParameters())) {
            throw new HttpRefusalException(
                    BAD_REQUEST,
                    "force: found false, expected true: series of the tenant get other names");
        }
        return answer(frozen.replace(AdminApi.from(exchange, caller), exchange.pathParameter()));
    }

    private static HttpAnswer answer(Answer answer) {
        return switch (answer) {
            case Answer.No(var why) -> AdminAnswers.refusal(why);
            case Answer.Of(var tenant) -> ApiAnswer.success(json -> write(json, tenant));
        };
    }

    private static void write(JsonWriter json, FrozenTenants.Shown shown) throws IOException {
        Frozen frozen = shown.frozen();
        json.beginObject().name("tenant").htmlSafe(frozen.tenant().name());
        json.name("since").string(frozen.since().toString());
        json.name("settings").beginObject();
        for (Map.Entry<String, String> value : frozen.values().entrySet()) {
            json.name(value.getKey()).htmlSafe(value.getValue());
        }
        json.endObject().name("differences").beginArray();
        for (Frozen.Difference of : shown.differences()) {
            json.beginObject().name("name").string(of.key());
            json.name("frozen").htmlSafe(of.frozen());
            json.name("declared").htmlSafe(of.declared());
            json.name("source").htmlSafe(fileName(of.source())).endObject();
        }
        json.endArray().endObject();
    }

    /// Where files lie on the server is nothing to a tenant.
    private static String fileName(String source) {
        return source.substring(source.lastIndexOf('/') + 1);
    }
}
