package io.tributary.format.federation;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.histogram.floats.FloatHistogram;
import java.util.ArrayList;
import java.util.List;

/// The last sample of a series, no staleness marker.
public sealed interface FederatedSample {
    /// The scraper is not to add its own where a series has none.
    String INSTANCE = "instance";

    Labels labels();

    long timeMillis();

    /// A float.
    record Scalar(Labels labels, long timeMillis, double value) implements FederatedSample {}

    /// A native histogram.
    record Distribution(Labels labels, long timeMillis, FloatHistogram histogram)
            implements FederatedSample {}

    /// The labels as they are told: without the name, and with an empty `instance` where there is
    /// none, as upstream does it.
    default List<Label> shownLabels() {
        List<Label> shown = new ArrayList<>(labels().size());
        for (Label label : labels().asList()) {
            if (!label.name().equals(Label.METRIC_NAME)) {
                shown.add(label);
            }
        }
        if (!labels().has(INSTANCE)) {
            shown.add(new Label(INSTANCE, ""));
        }
        return shown;
    }
}
