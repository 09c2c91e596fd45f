package io.tributary.server.query;

import io.tributary.model.Tenant;
import io.tributary.model.flow.ReadScope;
import io.tributary.server.door.ApiRoute;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Who asked.
///
/// @param tenants those whose data the question could see; none where nobody has written to the one
///   it named
/// @param client the address it came from
record Asker(List<Tenant> tenants, String client) {
    Asker {
        tenants = List.copyOf(tenants);
    }

    static Asker of(ApiRoute.Request request) {
        return new Asker(
                tenants(request.scope()),
                request.exchange().remoteAddress().getAddress().getHostAddress());
    }

    /// As a request names them: `a|b`.
    String tenantNames() {
        return tenants.stream().map(Tenant::name).collect(Collectors.joining("|"));
    }

    /// Whether a reader of `scope` may know of the question: it may read all that the question
    /// could. Nobody is told of a question that named no known tenant.
    boolean isVisibleTo(ReadScope scope) {
        Set<Tenant> readable = new HashSet<>(tenants(scope));
        return !tenants.isEmpty() && readable.containsAll(tenants);
    }

    private static List<Tenant> tenants(ReadScope scope) {
        return scope.tenants().stream().map(ReadScope.TenantScope::tenant).toList();
    }
}
