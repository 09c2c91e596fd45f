package io.tributary.gateway.admin;

import io.tributary.gateway.admin.WriteExplanation.Owner;
import io.tributary.gateway.admin.WriteExplanation.Step;
import io.tributary.gateway.labels.AdmissionSteps;
import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.relabel.RelabelRule;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/// Writes down what admission does to the labels of one series. One thread.
final class StepLog implements AdmissionSteps {
    private final List<Step> steps = new ArrayList<>();
    private final Iterator<Owner> owners;
    private Owner owner = Owner.TENANT;
    private Labels labels;

    /// @param sent the labels, of which rules see the first
    /// @param owners of those lists of rules that are not empty, in their order
    StepLog(Labels sent, List<Owner> owners) {
        this.labels = sent;
        this.owners = owners.iterator();
    }

    List<Step> steps() {
        return steps;
    }

    @Override
    public void removed(LabelPairs all, int index) {
        Label label = new Label(all.name(index), all.value(index));
        labels = labels.without(List.of(label.name()));
        steps.add(new Step.Removed(label));
    }

    @Override
    public void applied(int index, RelabelRule rule, Supplier<Labels> now) {
        if (index == 0) {
            owner = owners.next();
        }
        Labels after = now.get();
        steps.add(new Step.Relabeled(owner, index + 1, rule, labels, after));
        labels = after;
    }

    @Override
    public void stamped(Label stamp, String given) {
        steps.add(new Step.Stamped(stamp, given));
    }
}
