package io.tributary.gateway.identity;

import io.tributary.gateway.registry.text.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tenants that a header names.
final class TenantNames {
    /// Most names in one read, `a|b|…`: each costs a selection of its own.
    static final int CHOSEN_MAX = 100;

    private TenantNames() {}

    /// Checks one name.
    ///
    /// @throws IdentityException if it is none; the message shows it
    static String check(String name) throws IdentityException {
        Optional<String> problem = ObjectName.problem("tenant", name);
        if (problem.isPresent()) {
            throw IdentityException.badRequest(problem.get());
        }
        return name;
    }

    /// The names of a choice for reading, `a|b`, each once.
    ///
    /// @throws IdentityException if one is none, or they are too many
    static List<String> checkAll(String choice) throws IdentityException {
        List<String> names = new ArrayList<>();
        for (String name : choice.split("\\|", -1)) {
            check(name);
            if (!names.contains(name)) {
                names.add(name);
            }
            if (names.size() > CHOSEN_MAX) {
                throw IdentityException.badRequest(
                        "more than " + CHOSEN_MAX + " tenants chosen in one read");
            }
        }
        return names;
    }
}
