package io.tributary.gateway.routing;

/// Why labels lead to no tenant. Counted by its word, which stands in answers, too.
public enum RoutingFault {
    /// A name that is not granted, or no tenant's: the same word, as nobody is told which.
    TENANT_UNKNOWN("tenant_unknown"),
    /// No label of the series names a tenant.
    TENANT_MISSING("tenant_missing"),
    /// The tenant takes nothing that others' routing sends it.
    TENANT_REFUSES("tenant_refuses"),
    /// One request has series of more tenants than may be.
    TENANTS_TOO_MANY("too_many_tenants"),
    /// The labels cannot be read.
    LABEL_INVALID("label_invalid");

    private final String word;

    RoutingFault(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
