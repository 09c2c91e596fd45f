package io.tributary.model.relabel;

import io.tributary.model.Labels;
import java.util.function.Supplier;

/// Is told what each rule made of a series, for people who ask why. Called on the thread that
/// applies the rules.
@FunctionalInterface
public interface RuleWatch {
    /// Nobody is told.
    RuleWatch NONE = (_, _, _) -> {};

    /// A rule was applied; the next may not be, where this one drops the series.
    ///
    /// @param index of the rule, the first being 0
    /// @param labels as they are now; good until this returns
    void applied(int index, RelabelRule rule, Supplier<Labels> labels);
}
