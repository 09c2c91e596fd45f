package io.tributary.gateway.pki;

import io.tributary.gateway.pki.store.StoredStateException;
import java.util.ArrayList;
import java.util.List;

/// All roots of an authority, oldest first, and which of them does what at a moment.
///
/// ```
///            rotated, with a delay       taken over                      taken over + 120 d
/// old root   signs for agents, servers   signs for servers; an anchor    gone
/// new root   an anchor                   signs for agents; an anchor     signs for servers, too
/// ```
///
/// Servers show a certificate of the oldest anchor. An agent that was away knows the anchors of its
/// last renewal, and of these the oldest that is still one is the oldest of all.
///
/// *Invariants*: never empty; when a root has gone, nothing that it signed for an agent could be
/// renewed any more. Immutable.
record Roots(List<Root> all) {
    /// Most roots kept. A rotation that would make more is refused.
    static final int ROOTS_MAX = 8;

    Roots {
        all = List.copyOf(all);
        if (all.isEmpty() || all.size() > ROOTS_MAX) {
            throw new IllegalArgumentException("BUG: " + all.size() + " roots");
        }
    }

    /// The root that signs for agents.
    Root forAgents(long nowMillis) {
        for (int i = all.size() - 1; i > 0; i--) {
            if (all.get(i).activeFromMillis() <= nowMillis) {
                return all.get(i);
            }
        }
        return all.getFirst();
    }

    /// The root that signs for servers.
    Root forServers(long nowMillis) {
        return anchors(nowMillis).getFirst();
    }

    /// The roots that are believed, oldest first; never none.
    List<Root> anchors(long nowMillis) {
        List<Root> anchors = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (i == all.size() - 1 || nowMillis <= lastMillis(i)) {
                anchors.add(all.get(i));
            }
        }
        return anchors;
    }

    /// The same, and what each does.
    List<CertificateAuthority.Standing> standings(long nowMillis) {
        Root agents = forAgents(nowMillis);
        Root servers = forServers(nowMillis);
        return anchors(nowMillis).stream()
                .map(root ->
                        new CertificateAuthority.Standing(
                                root.certificate(),
                                root.sha256(),
                                root.activeFromMillis(),
                                untilMillis(root),
                                root.equals(agents),
                                root.equals(servers)))
                .toList();
    }

    /// These, without those that have gone, and a new one.
    ///
    /// @throws StoredStateException if that were too many
    Roots rotated(Root fresh, long nowMillis) throws StoredStateException {
        List<Root> next = new ArrayList<>(anchors(nowMillis));
        if (next.size() == ROOTS_MAX) {
            throw new StoredStateException(
                    StoredStateException.Reason.FULL,
                    "there are %d roots already: no further one until the oldest has gone"
                            .formatted(ROOTS_MAX));
        }
        next.add(fresh);
        return new Roots(next);
    }

    private long untilMillis(Root root) {
        int index = all.indexOf(root);
        return index == all.size() - 1
                ? root.notAfterMillis()
                : Math.min(root.notAfterMillis(), lastMillis(index));
    }

    /// The last moment at which the root at `index`, not the last one, is an anchor.
    private long lastMillis(int index) {
        long takenOver = Long.MAX_VALUE;
        for (Root later : all.subList(index + 1, all.size())) {
            takenOver = Math.min(takenOver, later.activeFromMillis());
        }
        return takenOver
                + CertificateAuthority.CERTIFICATE_VALIDITY.toMillis()
                + CertificateAuthority.RENEWAL_GRACE.toMillis();
    }
}
