package io.tributary.gateway.registry.journal;

import java.util.List;

/// What becomes of one object.
public sealed interface Change {
    ObjectKey key();

    /// The tenants that it is about, before or after: who sees to one of them may be told of it.
    List<String> tenants();

    /// It is this from now on.
    ///
    /// @param json as {@link CanonicalJson} writes it
    record Put(ObjectKey key, List<String> tenants, String json) implements Change {
        public Put {
            tenants = List.copyOf(tenants);
        }
    }

    record Delete(ObjectKey key, List<String> tenants) implements Change {
        public Delete {
            tenants = List.copyOf(tenants);
        }
    }
}
