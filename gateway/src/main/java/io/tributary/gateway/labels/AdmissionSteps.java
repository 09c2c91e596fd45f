package io.tributary.gateway.labels;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.RuleWatch;
import java.util.function.Supplier;

/// Is told what admission does to the labels of one series, step by step, for people who ask why.
/// The rules of relabeling come list by list, each from its first on. Called on the thread that
/// asks.
public interface AdmissionSteps extends RuleWatch {
    /// Nobody is told.
    AdmissionSteps NONE =
            new AdmissionSteps() {
                @Override
                public void removed(LabelPairs labels, int index) {}

                @Override
                public void applied(int index, RelabelRule rule, Supplier<Labels> labels) {}

                @Override
                public void stamped(Label stamp, String given) {}
            };

    /// A label that chose the tenant is about to be taken away.
    void removed(LabelPairs labels, int index);

    /// A label was put on.
    ///
    /// @param given what the sender said of it; empty where it said nothing
    void stamped(Label stamp, String given);
}
