package io.tributary.gateway.registry;

import io.tributary.model.relabel.Relabeling;
import io.tributary.runtime.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A tenant that is registered.
///
/// @param name what headers call it, and what is shown
/// @param id empty where the store's tenant of this name is meant, whichever id it has there
/// @param displayName for people; may be empty
/// @param aliases other names in headers
/// @param view what it shows of other tenants; empty for a tenant with data of its own
/// @param takesRouted whether it takes what others' routing by labels sends it
/// @param relabel rewrites the labels of what is written to it
/// @param config the server's settings, with those that this tenant has of its own
public record TenantEntry(
        String name,
        String source,
        Optional<UUID> id,
        String displayName,
        List<String> aliases,
        List<ViewPart> view,
        boolean takesRouted,
        Relabeling relabel,
        Config config)
        implements RegistryObject {
    public TenantEntry {
        aliases = List.copyOf(aliases);
        view = List.copyOf(view);
    }

    /// Its name and its aliases.
    public List<String> names() {
        List<String> names = new ArrayList<>(aliases);
        names.addFirst(name);
        return names;
    }

    public boolean isView() {
        return !view.isEmpty();
    }
}
