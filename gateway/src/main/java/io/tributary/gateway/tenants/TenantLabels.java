package io.tributary.gateway.tenants;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A source whose series say whose they are where several tenants were asked for: each has the
/// label `__tenant_id__`, and matchers on it choose among the tenants. A question to one tenant
/// passes as it is.
///
/// Each tenant is selected by itself, one after the other. A write belongs to one tenant, so it is
/// in all selectors of a question or in none, as ever; two writes of two tenants may be seen in
/// another order than they came in.
public final class TenantLabels implements SeriesSource {
    private static final String LABEL = Label.TENANT_ID;

    /// Of one more label on one series.
    private static final int LABELLED_BYTES = 200;

    private final SeriesSource source;

    public TenantLabels(SeriesSource source) {
        this.source = source;
    }

    @Override
    public SeriesView select(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        if (!scope.severalAsked()) {
            return source.select(scope, selectors, budget);
        }
        TenantsView view = new TenantsView(selectors.size());
        try {
            for (Asked asked : Asked.of(scope, selectors)) {
                view.add(source.select(asked.scope(), asked.selectors(), budget), asked, budget);
            }
            view.sort();
            return view;
        } catch (IOException | RuntimeException e) {
            view.close();
            throw e;
        }
    }

    @Override
    public boolean counts(ReadScope scope) {
        return !scope.severalAsked() && source.counts(scope);
    }

    @Override
    public List<Labels> series(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        if (!scope.severalAsked()) {
            return source.series(scope, selectors, budget);
        }
        TreeSet<Labels> found = new TreeSet<>();
        for (Asked asked : Asked.of(scope, selectors)) {
            for (Labels labels : source.series(asked.scope(), asked.selectors(), budget)) {
                budget.take(LABELLED_BYTES, "labels of several tenants");
                found.add(asked.labelled(labels));
            }
        }
        return List.copyOf(found);
    }

    @Override
    public Set<String> labelNames(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        return scope.severalAsked()
                ? SeriesSource.super.labelNames(scope, selectors, budget)
                : source.labelNames(scope, selectors, budget);
    }

    @Override
    public Set<String> labelValues(
            ReadScope scope, String name, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        return scope.severalAsked()
                ? SeriesSource.super.labelValues(scope, name, selectors, budget)
                : source.labelValues(scope, name, selectors, budget);
    }

    /// What is asked of one tenant, or of one view with all its parts.
    ///
    /// @param selectors those whose matchers on the label let the tenant pass, without these
    /// @param numbers of each of them, its number in the question
    record Asked(String shown, ReadScope scope, List<Selector> selectors, List<Integer> numbers) {
        /// What is asked of each that anything is asked of, in the order of the scope.
        static List<Asked> of(ReadScope scope, List<Selector> selectors) {
            Map<String, List<ReadScope.TenantScope>> byShown = new LinkedHashMap<>();
            for (ReadScope.TenantScope tenant : scope.tenants()) {
                byShown.computeIfAbsent(tenant.shown(), absent -> new ArrayList<>()).add(tenant);
            }
            List<Asked> all = new ArrayList<>();
            byShown.forEach((shown, parts) -> {
                Asked asked = of(shown, new ReadScope(parts, false), selectors);
                if (!asked.selectors.isEmpty()) {
                    all.add(asked);
                }
            });
            return all;
        }

        private static Asked of(String shown, ReadScope scope, List<Selector> all) {
            List<Selector> selectors = new ArrayList<>();
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                Selector selector = all.get(i);
                List<Matcher> rest = new ArrayList<>();
                boolean passes = true;
                for (Matcher matcher : selector.matchers()) {
                    if (matcher.name().equals(LABEL)) {
                        passes &= matcher.matches(shown);
                    } else {
                        rest.add(matcher);
                    }
                }
                if (passes) {
                    selectors.add(new Selector(rest, selector.fromMillis(), selector.toMillis()));
                    numbers.add(i);
                }
            }
            return new Asked(shown, scope, selectors, numbers);
        }

        Labels labelled(Labels labels) {
            return labels.toBuilder().set(LABEL, shown).build();
        }
    }
}
