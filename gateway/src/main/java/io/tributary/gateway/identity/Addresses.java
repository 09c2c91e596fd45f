package io.tributary.gateway.identity;

import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.text.AddressRange;
import java.net.InetAddress;
import java.util.List;

/// From where the senders of a cluster may come.
final class Addresses {
    private Addresses() {}

    /// Goes on where the address is one of the cluster's.
    ///
    /// @throws IdentityException 403 where not
    static void check(String name, ClusterEntry cluster, InetAddress address)
            throws IdentityException {
        List<AddressRange> ranges = cluster.addresses();
        if (!ranges.isEmpty() && ranges.stream().noneMatch(range -> range.contains(address))) {
            throw IdentityException.forbidden(
                    "address",
                    "%s may not come from %s: cluster %s has other addresses"
                            .formatted(name, address.getHostAddress(), cluster.name()));
        }
    }
}
