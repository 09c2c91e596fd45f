package io.tributary.gateway.identity;

import java.util.List;
import java.util.Optional;

/// The headers by which a request chooses tenants.
///
/// @param orgId `X-Scope-OrgID`, as Mimir and Loki name it
/// @param thanosTenant `THANOS-TENANT`, as Thanos does
public record TenantHeaders(Optional<String> orgId, Optional<String> thanosTenant) {
    public static final String ORG_ID = "x-scope-orgid";
    public static final String THANOS_TENANT = "thanos-tenant";

    /// From all values of both.
    ///
    /// @throws IdentityException if one of them stands twice: others may have gone by another than
    ///   we would
    public static TenantHeaders of(List<String> orgIds, List<String> thanosTenants)
            throws IdentityException {
        if (orgIds.size() > 1 || thanosTenants.size() > 1) {
            throw IdentityException.badRequest(
                    "header %s stands %d times, expected once"
                            .formatted(
                                    orgIds.size() > 1 ? "X-Scope-OrgID" : "THANOS-TENANT",
                                    Math.max(orgIds.size(), thanosTenants.size())));
        }
        return new TenantHeaders(orgIds.stream().findFirst(), thanosTenants.stream().findFirst());
    }

    /// What was chosen; empty where neither is there.
    ///
    /// @throws IdentityException if both are there and differ
    Optional<String> choice() throws IdentityException {
        if (orgId.isPresent() && thanosTenant.isPresent() && !orgId.equals(thanosTenant)) {
            throw IdentityException.badRequest(
                    "X-Scope-OrgID and THANOS-TENANT name different tenants: send one of them");
        }
        return orgId.or(() -> thanosTenant);
    }
}
