package io.tributary.gateway.jwt;

import java.util.List;

/// Where a claim stands: names of members, each in the object that the one before names.
public record ClaimPath(List<String> names) {
    public ClaimPath {
        names = List.copyOf(names);
    }

    /// A path as it is usually written, `realm_access.roles`. A name that has a dot itself, such as
    /// `https://example.com/roles`, needs the list.
    public static ClaimPath dotted(String path) {
        return new ClaimPath(List.of(path.split("\\.", -1)));
    }

    @Override
    public String toString() {
        return String.join(".", names);
    }
}
