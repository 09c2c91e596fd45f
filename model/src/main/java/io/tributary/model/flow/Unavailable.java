package io.tributary.model.flow;

/// Why a write was not taken now, although it may be later: answered 503 with Retry-After, nothing
/// stored, nothing changed.
public enum Unavailable {
    STARTING("starting"),
    STOPPING("stopping"),
    /// The write-ahead log is at its bound.
    WAL_FULL("wal_full"),
    /// No space could be set aside on the disk.
    DISK_FULL("disk_full"),
    /// The byte budget of requests in flight is used up.
    OVERLOAD("overload"),
    /// Samples come faster than the tenant, or the cluster, may send them.
    RATE("rate"),
    /// Our own clock jumped, and the verdict would have read it.
    CLOCK_SUSPECT("clock_suspect"),
    /// Stored samples that a late one is to be compared with cannot be read now.
    UNREADABLE("unreadable");

    private final String word;

    Unavailable(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
