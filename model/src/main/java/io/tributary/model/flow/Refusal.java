package io.tributary.model.flow;

/// Why a sample or a series was refused for good. Counted by tenant and reason; the word is the
/// metric's label value and stands in the answer. Label reasons carry Mimir's words.
public enum Refusal {
    /// Further ahead of our clock than the route allows.
    TOO_FAR_IN_FUTURE("too_far_in_future"),
    /// Older than what is accepted behind (or, after a silence, ahead of) the series' frontier.
    TOO_OLD("too_old"),
    /// The slot holds another value; what was written first stays.
    CONFLICT("conflict"),
    /// Late, into an empty slot, but its neighbours leave no hole.
    CROWDED("crowded"),
    /// Of a series that is new, and there is no memory for more of them.
    MAX_SERIES("max_series"),
    /// Of a series that is new, and the tenant has as many as it may.
    SERIES_OF_TENANT("per_user_series_limit"),
    /// Likewise, of one metric name.
    SERIES_OF_METRIC("per_metric_series_limit"),
    /// Of a series that is new, and its workload cluster has as many as it may.
    SERIES_OF_CLUSTER("per_cluster_series_limit"),
    /// A native histogram that contradicts itself.
    HISTOGRAM_INVALID("invalid_native_histogram"),
    MISSING_METRIC_NAME("missing_metric_name"),
    LABEL_INVALID("label_invalid"),
    LABEL_NOT_UTF8("label_not_utf8"),
    DUPLICATE_LABEL_NAMES("duplicate_label_names"),
    MAX_LABEL_NAMES_PER_SERIES("max_label_names_per_series"),
    LABEL_NAME_TOO_LONG("label_name_too_long"),
    LABEL_VALUE_TOO_LONG("label_value_too_long"),
    /// A label that the server stamps came with another value, and policy refuses such series.
    STAMP_DIFFERS("stamped_label_differs"),
    /// Rules of the tenant or cluster drop such series.
    RELABEL_DROPPED("relabel_dropped"),
    /// Such rules made too much of the series.
    RELABEL_TOO_LARGE("relabel_too_large"),
    /// A kind of sample that this version does not store.
    UNSUPPORTED("unsupported");

    private final String word;

    Refusal(String word) {
        this.word = word;
    }

    /// Whether the one who receives wanted it so: counted, and nothing the sender has to be told.
    public boolean isWanted() {
        return this == RELABEL_DROPPED;
    }

    public String word() {
        return word;
    }
}
