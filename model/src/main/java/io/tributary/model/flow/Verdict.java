package io.tributary.model.flow;

import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import java.util.Optional;

/// What admission decided about one series: its target, or why it was refused. Reused; owned by one
/// thread at a time.
///
/// A target is a tenant, the series' own labels (its key), and the labels stamped by the server,
/// which belong to the series' identity but not to its key. Label names of both are valid, sorted
/// and unique, and no name stands in both.
public final class Verdict {
    private final LabelPairs key = new LabelPairs();
    private final LabelPairs stamps = new LabelPairs();
    private Optional<Tenant> tenant = Optional.empty();
    private Optional<Refusal> refusal = Optional.empty();
    private String detail = "";

    public void clear() {
        key.clear();
        stamps.clear();
        tenant = Optional.empty();
        refusal = Optional.empty();
        detail = "";
    }

    public void accept(Tenant target) {
        tenant = Optional.of(target);
    }

    /// Refuses the series.
    ///
    /// @param why in words, naming the label and the limit
    public void refuse(Refusal reason, String why) {
        refusal = Optional.of(reason);
        detail = why;
    }

    public boolean isRefused() {
        return refusal.isPresent();
    }

    public Refusal refusal() {
        return refusal.orElseThrow();
    }

    public String detail() {
        return detail;
    }

    public Tenant tenant() {
        return tenant.orElseThrow();
    }

    /// The sender's labels, after relabeling.
    public LabelPairs key() {
        return key;
    }

    /// The labels the server stamped.
    public LabelPairs stamps() {
        return stamps;
    }

    /// Key and stamps together, as users see them. For people: it allocates.
    public Labels labels() {
        Labels.Builder all = new Labels.Builder();
        for (LabelPairs pairs : new LabelPairs[] {key, stamps}) {
            for (int i = 0; i < pairs.count(); i++) {
                all.set(pairs.name(i), pairs.value(i));
            }
        }
        return all.build();
    }
}
