package io.tributary.model.flow;

import io.tributary.model.Matcher;
import io.tributary.model.Tenant;
import java.util.List;

/// What one reader may see. First parameter of every read; made only by the authenticator (an
/// architecture test holds that), never widened by anything a request says.
///
/// @param tenants the tenants chosen among those granted, in the order asked for; none means
///   nothing is visible
/// @param severalAsked whether more than one was asked for, whichever of them exist: series then
///   say whose they are
public record ReadScope(List<TenantScope> tenants, boolean severalAsked) {
    public ReadScope {
        tenants = List.copyOf(tenants);
    }

    /// A scope of exactly these tenants.
    public ReadScope(List<TenantScope> tenants) {
        this(tenants, tenants.size() > 1);
    }

    /// One tenant's part of a scope. A view has several, all shown by its name.
    ///
    /// @param shown what the tenant is called in answers over several
    /// @param policy conditions on the labels as stored; a series is visible only where all of them
    ///   match
    public record TenantScope(Tenant tenant, String shown, List<Matcher> policy) {
        public TenantScope {
            policy = List.copyOf(policy);
        }

        /// Shown by its own name.
        public TenantScope(Tenant tenant, List<Matcher> policy) {
            this(tenant, tenant.name(), policy);
        }
    }
}
