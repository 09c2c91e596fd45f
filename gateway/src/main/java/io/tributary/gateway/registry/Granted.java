package io.tributary.gateway.registry;

import io.tributary.gateway.registry.text.ObjectName;
import java.util.List;

/// Tenants that are granted: those listed, or every one there is and will be.
public sealed interface Granted {
    /// How every tenant is written.
    String EVERY = ObjectName.EVERY;

    /// By name, in the order in which they were written.
    record Listed(List<String> names) implements Granted {
        public Listed {
            names = List.copyOf(names);
        }
    }

    record Every() implements Granted {}
}
