package io.tributary.server.ha;

import io.tributary.gateway.registry.text.ObjectName;
import io.tributary.runtime.config.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// How replica labels are written in one line:
///
/// ```
/// __replica__; acme: prometheus_replica, __replica__; beta:
///      │        │                                      └ a tenant that has none
///      │        └ a tenant's own
///      └ those of all other tenants
/// ```
final class RegisteredForm implements Setting.Form<Registered> {
    /// Longest text, in UTF-16 units: as many tenants as may come into being, with a label each.
    static final int LENGTH_MAX = 64 * 1024;

    @Override
    public Optional<Registered> parse(String text) {
        if (text.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        Map<String, Set<String>> byTenant = new HashMap<>();
        for (String entry : text.isBlank() ? new String[0] : text.split(";", -1)) {
            int colon = entry.indexOf(':');
            String tenant = colon < 0 ? "" : entry.substring(0, colon).strip();
            Optional<Set<String>> labels = labels(entry.substring(colon + 1), colon >= 0);
            boolean named = colon < 0 || ObjectName.problem("tenant", tenant).isEmpty();
            if (!named || labels.isEmpty() || byTenant.put(tenant, labels.get()) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new Registered(byTenant));
    }

    /// @param mayBeNone whether nothing at all says that there are none
    private static Optional<Set<String>> labels(String text, boolean mayBeNone) {
        if (text.isBlank()) {
            return mayBeNone ? Optional.of(Set.of()) : Optional.empty();
        }
        Set<String> labels = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            String label = part.strip();
            boolean plain = label.chars().noneMatch(RegisteredForm::separates);
            if (!plain || !labels.add(label)) {
                return Optional.empty();
            }
        }
        return Registered.problem(labels).isPresent() ? Optional.empty() : Optional.of(labels);
    }

    private static boolean separates(int c) {
        return c == ':' || Character.isWhitespace(c) || Character.isISOControl(c);
    }

    @Override
    public String print(Registered value) {
        List<String> entries =
                new TreeMap<>(value.byTenant())
                        .entrySet().stream()
                                .map(entry -> entry(entry.getKey(), entry.getValue()))
                                .toList();
        return String.join("; ", entries);
    }

    private static String entry(String tenant, Set<String> labels) {
        String listed = String.join(", ", new TreeSet<>(labels));
        return tenant.isEmpty() ? listed : (tenant + ": " + listed).strip();
    }

    @Override
    public String expected() {
        return "labels, or TENANT: labels, with semicolons between, such as"
                + " prometheus_replica or acme: prometheus_replica, site; beta: ha_replica";
    }
}
