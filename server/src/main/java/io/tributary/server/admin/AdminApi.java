package io.tributary.server.admin;

import io.tributary.gateway.admin.AdminCaller;
import io.tributary.gateway.admin.Precondition;
import io.tributary.gateway.admin.RegistryAdmin;
import io.tributary.gateway.admin.RegistryAdmin.Answer;
import io.tributary.gateway.admin.RegistryAdmin.Shown;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.Permission;
import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.runtime.concurrent.ByteBudget;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpBody;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.runtime.http.Parameters;
import io.tributary.runtime.yaml.Problems;
import io.tributary.server.door.GuardedRoutes;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/// The registry over HTTP, below `/admin/v1`: `docs/reference/admin-api.md`.
public final class AdminApi {
    private static final String PREFIX = "/admin/v1/";
    private static final int BAD_REQUEST = 400;
    private static final int HISTORY_DEFAULT = 100;
    private static final int HISTORY_MAX = 10_000;

    /// Bodies of all requests in memory at once.
    private static final long BODIES_BYTES_MAX = 32L * 1024 * 1024;

    private final RegistryAdmin admin;
    private final ByteBudget<InetAddress> bodies = new ByteBudget<>(BODIES_BYTES_MAX);

    public AdminApi(RegistryAdmin admin) {
        this.admin = admin;
    }

    public void addTo(GuardedRoutes routes) {
        for (ObjectKind kind : ObjectKind.values()) {
            String all = PREFIX + kind.plural();
            String one = all + "/{name}";
            routes.add("GET", all, Permission.TENANTS, (e, caller) -> list(e, caller, kind))
                    .add("GET", one, Permission.TENANTS, (e, caller) -> get(e, caller, kind))
                    .add("PUT", one, Permission.TENANTS, (e, caller) -> put(e, caller, kind))
                    .add("DELETE", one, Permission.TENANTS, (e, caller) -> delete(e, caller, kind));
        }
        routes.add(
                        "POST",
                        PREFIX + ObjectKind.CREDENTIAL.plural() + "/{name}/rotate",
                        Permission.TENANTS,
                        this::rotate)
                .add("POST", PREFIX + "apply", Permission.REGISTRY, this::apply)
                .add("GET", PREFIX + "history", Permission.TENANTS, this::history);
    }

    private HttpAnswer list(HttpExchange exchange, Caller caller, ObjectKind kind) {
        return AdminAnswers.list(
                admin.list(from(exchange, caller), kind, exchange.urlParameters().first("tenant")));
    }

    private HttpAnswer get(HttpExchange exchange, Caller caller, ObjectKind kind) {
        AdminCaller asker = from(exchange, caller);
        ObjectKey key = new ObjectKey(kind, exchange.pathParameter());
        Optional<Shown> found = admin.find(asker, key);
        return found.isPresent()
                ? AdminAnswers.object(found.get())
                : AdminAnswers.refusal(admin.unseen(asker, key));
    }

    private HttpAnswer put(HttpExchange exchange, Caller caller, ObjectKind kind)
            throws IOException, InterruptedException {
        AdminCaller asker = from(exchange, caller);
        ObjectKey key = new ObjectKey(kind, exchange.pathParameter());
        Precondition precondition = precondition(exchange);
        try (ByteBudget<InetAddress>.Lease lease = lease(exchange)) {
            byte[] body = body(exchange, RegistryAdmin.OBJECT_BODY_BYTES_MAX, lease);
            return changed(asker, key, admin.put(asker, key, body, precondition, force(exchange)));
        }
    }

    private HttpAnswer delete(HttpExchange exchange, Caller caller, ObjectKind kind)
            throws IOException {
        AdminCaller asker = from(exchange, caller);
        ObjectKey key = new ObjectKey(kind, exchange.pathParameter());
        return AdminAnswers.changes(admin.delete(asker, key, precondition(exchange)), false);
    }

    private HttpAnswer rotate(HttpExchange exchange, Caller caller) throws IOException {
        AdminCaller asker = from(exchange, caller);
        ObjectKey key = new ObjectKey(ObjectKind.CREDENTIAL, exchange.pathParameter());
        return changed(asker, key, admin.rotate(asker, key.name(), precondition(exchange)));
    }

    private HttpAnswer apply(HttpExchange exchange, Caller caller)
            throws IOException, InterruptedException {
        boolean trial = flag("dryRun", exchange.urlParameters());
        try (ByteBudget<InetAddress>.Lease lease = lease(exchange)) {
            byte[] body = body(exchange, RegistryAdmin.DOCUMENT_BYTES_MAX, lease);
            return AdminAnswers.changes(
                    admin.apply(from(exchange, caller), body, trial, force(exchange)), trial);
        }
    }

    private HttpAnswer history(HttpExchange exchange, Caller caller) {
        Parameters parameters = exchange.urlParameters();
        Optional<String> word = parameters.first("kind");
        Optional<ObjectKind> kind = word.flatMap(ObjectKind::of);
        if (word.isPresent() && kind.isEmpty()) {
            throw bad("kind: found %s, expected tenant, cluster, credential or agent", word.get());
        }
        Optional<String> name = parameters.first("name");
        return AdminAnswers.history(
                admin.history(
                        from(exchange, caller),
                        entry ->
                                kind.filter(wanted -> wanted != entry.key().kind()).isEmpty()
                                        && name.filter(wanted -> !wanted.equals(entry.key().name()))
                                                .isEmpty(),
                        limit(parameters)));
    }

    /// A change of one object is answered with what it is now.
    private HttpAnswer changed(AdminCaller asker, ObjectKey key, Answer answer) {
        return AdminAnswers.changed(answer, admin.find(asker, key));
    }

    static AdminCaller from(HttpExchange exchange, Caller caller) {
        return new AdminCaller(caller, exchange.remoteAddress().getAddress().getHostAddress());
    }

    private ByteBudget<InetAddress>.Lease lease(HttpExchange exchange) {
        return bodies.take(exchange.remoteAddress().getAddress(), 0)
                .orElseThrow(
                        () -> HttpRefusalException.unavailable("no room for the request now", 1));
    }

    private static byte[] body(
            HttpExchange exchange, int bytesMax, ByteBudget<InetAddress>.Lease lease)
            throws InterruptedException {
        try (HttpBody body = exchange.body(bytesMax, lease::takeMore)) {
            return Arrays.copyOf(body.bytes(), body.length());
        }
    }

    private static boolean force(HttpExchange exchange) {
        return flag("force", exchange.urlParameters());
    }

    static boolean flag(String name, Parameters parameters) {
        Optional<String> text = parameters.first(name);
        if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
            throw bad(name + ": found %s, expected true or false", text.get());
        }
        return text.filter("true"::equals).isPresent();
    }

    private static int limit(Parameters parameters) {
        Optional<String> text = parameters.first("limit");
        if (text.isEmpty()) {
            return HISTORY_DEFAULT;
        }
        try {
            int limit = Integer.parseInt(text.get());
            if (limit > 0 && limit <= HISTORY_MAX) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw bad("limit: found %s, expected a number from 1 to " + HISTORY_MAX, text.get());
    }

    private static Precondition precondition(HttpExchange exchange) {
        Optional<String> match = exchange.header("if-match").map(String::strip);
        Optional<String> noneMatch = exchange.header("if-none-match").map(String::strip);
        if (noneMatch.isPresent()) {
            if (match.isPresent() || !noneMatch.get().equals("*")) {
                throw bad("if-none-match: found %s, expected * alone", noneMatch.get());
            }
            return new Precondition.Absent();
        }
        if (match.isEmpty()) {
            return new Precondition.None();
        }
        String text = match.get();
        if (text.equals("*")) {
            return new Precondition.Exists();
        }
        try {
            if (text.length() > 2 && text.startsWith("\"") && text.endsWith("\"")) {
                return new Precondition.Version(
                        Long.parseLong(text.substring(1, text.length() - 1)));
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw bad("if-match: found %s, expected a version in quotes, such as \"7\"", text);
    }

    private static HttpRefusalException bad(String expected, String found) {
        return new HttpRefusalException(BAD_REQUEST, expected.formatted(Problems.shown(found)));
    }
}
