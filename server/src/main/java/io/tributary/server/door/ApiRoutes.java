package io.tributary.server.door;

import io.tributary.gateway.identity.Permission;
import io.tributary.runtime.concurrent.ByteBudget;
import io.tributary.runtime.http.HttpObserver;
import io.tributary.server.api.ApiError;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The routes below the prefixes of the query API, each declared once: for the server, and for the
/// reference of them.
///
/// Filled by one thread, read-only then.
public final class ApiRoutes {
    private static final String NOT_IN_A_STORE = "not in a store: ";

    /// What stands behind a route.
    public enum Kind {
        STORED("Asking the store"),
        WRITTEN("Writing"),
        SELF("The server about itself"),
        EMPTY("Answered, and empty"),
        OWN("Of Tributary's own"),
        REFUSED("403, `write-once`"),
        ABSENT("404");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    /// A route as it was declared.
    ///
    /// @param path below the prefix, its parameter as `{name}`
    /// @param text what the reference says of it
    public record Declared(
            Kind kind,
            List<String> methods,
            String path,
            Permission permission,
            String text,
            GuardedHandler handler) {
        public Declared {
            methods = List.copyOf(methods);
        }
    }

    private final Gate gate;
    private final ByteBudget<InetAddress> forms;
    private final HttpObserver observer;
    private final List<Declared> declared = new ArrayList<>();

    /// None yet.
    ///
    /// @param forms room for the forms of all requests, by sender
    /// @param observer is told what could not be read
    public ApiRoutes(Gate gate, ByteBudget<InetAddress> forms, HttpObserver observer) {
        this.gate = gate;
        this.forms = forms;
        this.observer = observer;
    }

    /// A route that is answered within what its caller may read.
    ///
    /// @param methods with commas between them
    public ApiRoutes scoped(
            Kind kind, String methods, String path, String text, ApiRoute.Call call) {
        ApiRoute route = new ApiRoute(gate, forms, observer, true, call);
        return open(kind, methods, path, Permission.READ, text, route);
    }

    /// A route that reads no data, but has parameters and the doors.
    public ApiRoutes within(
            Kind kind,
            String methods,
            String path,
            Permission permission,
            String text,
            ApiRoute.Call call) {
        ApiRoute route = new ApiRoute(gate, forms, observer, false, call);
        return open(kind, methods, path, permission, text, route);
    }

    /// A route that asks for no tenant, and of which the handler knows all.
    public ApiRoutes open(
            Kind kind,
            String methods,
            String path,
            Permission permission,
            String text,
            GuardedHandler handler) {
        List<String> each = List.of(methods.split(", ", -1));
        declared.add(new Declared(kind, each, path, permission, text, handler));
        return this;
    }

    /// A route for what a store has not got.
    public ApiRoutes notInAStore(String methods, String path, String what) {
        return absent(methods, path, NOT_IN_A_STORE + what);
    }

    private ApiRoutes absent(String methods, String path, String why) {
        return open(
                Kind.ABSENT,
                methods,
                path,
                Permission.KNOWN,
                why,
                (exchange, caller) -> ApiError.NOT_FOUND.answer(why));
    }

    /// Has all of them answered below `prefix`.
    public void addTo(GuardedRoutes routes, String prefix) {
        for (Declared route : declared) {
            for (String method : route.methods()) {
                routes.add(method, prefix + route.path(), route.permission(), route.handler());
            }
        }
    }

    /// In the order of their declaration.
    public List<Declared> all() {
        return List.copyOf(declared);
    }

    /// A table for each kind, in Markdown.
    public String markdown() {
        StringBuilder text = new StringBuilder();
        for (Kind kind : Kind.values()) {
            text.append("## ").append(kind.title).append("\n\n");
            text.append(table(declared.stream().filter(route -> route.kind() == kind).toList()));
            text.append('\n');
        }
        return text.toString().stripTrailing() + "\n";
    }

    /// One table for all, whatever their kind.
    public String table() {
        return table(declared);
    }

    private static String table(List<Declared> routes) {
        StringBuilder text = new StringBuilder();
        text.append("| route | methods | asks for | what |\n| --- | --- | --- | --- |\n");
        routes.forEach(route -> row(route, text));
        return text.toString();
    }

    private static void row(Declared route, StringBuilder into) {
        String methods =
                route.methods().stream().map(m -> "`" + m + "`").collect(Collectors.joining(", "));
        into.append(
                "| `%s` | %s | %s | %s |\n"
                        .formatted(route.path(), methods, route.permission(), route.text()));
    }
}
