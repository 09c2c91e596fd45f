package io.tributary.gateway.forwarded;

import io.tributary.gateway.registry.text.AddressRange;
import java.net.InetAddress;
import java.util.List;

/// The addresses whose word on their clients' certificates is taken. Immutable.
public record TrustedProxies(List<AddressRange> ranges) {
    /// Nobody's word is taken.
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    /// Most ranges that may be listed.
    public static final int RANGES_MAX = 100;

    public TrustedProxies {
        ranges = List.copyOf(ranges);
    }

    /// One line of a list.
    ///
    /// @throws IllegalArgumentException if it is no range, or one of every address; says what was
    ///   found, and what was expected
    public static AddressRange range(String text) {
        AddressRange range =
                AddressRange.parse(text.strip())
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "found %s, expected an address or a range, 10.0.0.0/8"
                                                .formatted(text.strip())));
        if (range.bits() == 0) {
            throw new IllegalArgumentException(
                    "found %s, which is every address: whoever reaches the server could say who they are"
                            .formatted(text.strip()));
        }
        return range;
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    public boolean include(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /// Whether all of them are of this machine alone.
    public boolean areAllLoopback() {
        return ranges.stream().allMatch(range -> range.base().isLoopbackAddress());
    }
}
