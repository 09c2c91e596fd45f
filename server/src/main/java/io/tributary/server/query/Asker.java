package io.tributary.server.query;

import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.Permission;
import io.tributary.model.flow.ReadScope;
import io.tributary.server.door.ApiRoute;
import java.util.List;

/// Who asked.
///
/// @param principal the name of their credential
/// @param tenants those whose data the question could see, or views, as they are shown; none where
///   nobody has written to the one it named
/// @param client the address it came from
public record Asker(String principal, List<String> tenants, String client) {
    public Asker {
        tenants = List.copyOf(tenants);
    }

    public static Asker of(ApiRoute.Request request) {
        return new Asker(
                request.caller().name(),
                shown(request.scope()),
                request.exchange().remoteAddress().getAddress().getHostAddress());
    }

    /// As a request names them: `a|b`.
    String tenantNames() {
        return String.join("|", tenants);
    }

    /// Whether who sends a request may know of the question: it may read all that the question
    /// could, and asked it or sees to these tenants. Nobody is told of a question that named no
    /// known tenant.
    boolean isVisibleTo(ApiRoute.Request request) {
        Caller caller = request.caller();
        return !tenants.isEmpty()
                && shown(request.scope()).containsAll(tenants)
                && (caller.name().equals(principal) || caller.may(Permission.TENANTS));
    }

    private static List<String> shown(ReadScope scope) {
        return scope.tenants().stream().map(ReadScope.TenantScope::shown).distinct().toList();
    }
}
