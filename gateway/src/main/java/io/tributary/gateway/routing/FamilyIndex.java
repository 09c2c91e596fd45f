package io.tributary.gateway.routing;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// What is known of each routing sender's metric names, whatever its policy is meanwhile.
///
/// Bounded: beyond a number of senders, or of names of all of them, those who have asked least
/// lately are forgotten; their metadata goes nowhere until their next series.
///
/// Safe from any thread.
public final class FamilyIndex {
    private static final int SENDERS_MAX = 10_000;

    /// Of some 100 bytes each.
    private static final long NAMES_MAX = 1_000_000;

    private final Map<String, FamilyTenants> senders = new LinkedHashMap<>(16, 0.75f, true);
    private final AtomicLong names = new AtomicLong();

    /// What is known of a sender, by its name; to be asked for anew with each request.
    synchronized FamilyTenants of(String sender) {
        FamilyTenants found =
                senders.computeIfAbsent(
                        sender, _ -> new FamilyTenants(FamilyTenants.NAMES_MAX, names));
        Iterator<FamilyTenants> eldest = senders.values().iterator();
        while ((senders.size() > SENDERS_MAX || names.get() > NAMES_MAX) && senders.size() > 1) {
            eldest.next().leave();
            eldest.remove();
        }
        return found;
    }
}
