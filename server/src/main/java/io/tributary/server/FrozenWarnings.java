package io.tributary.server;

import io.tributary.gateway.admin.FrozenTenants;
import io.tributary.gateway.registry.RegistrySnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs what is declared of tenants and is not in force, as it is frozen otherwise: each once, as
/// long as it stays so. Safe from any thread.
final class FrozenWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(FrozenWarnings.class);

    /// Most that are logged at once: a setting of the server is one of all its tenants.
    private static final int LINES_MAX = 20;

    private final FrozenTenants frozen;
    private final Set<String> known = new HashSet<>();

    FrozenWarnings(FrozenTenants frozen) {
        this.frozen = frozen;
    }

    synchronized void log(RegistrySnapshot snapshot) {
        List<String> all = frozen.warnings(snapshot);
        List<String> fresh = all.stream().filter(line -> !known.contains(line)).toList();
        fresh.stream().limit(LINES_MAX).forEach(LOG::warn);
        if (fresh.size() > LINES_MAX) {
            LOG.warn("and {} more of frozen settings", fresh.size() - LINES_MAX);
        }
        known.clear();
        known.addAll(all);
    }
}
