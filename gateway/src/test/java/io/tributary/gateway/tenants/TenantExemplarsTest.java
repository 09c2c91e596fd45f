package io.tributary.gateway.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.gateway.identity.Authorizer;
import io.tributary.gateway.identity.Authorizers;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.MapDirectory;
import io.tributary.gateway.identity.TenantHeaders;
import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.flow.BudgetExceededException;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Selector;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.ExemplarSource;
import io.tributary.model.notes.SeriesExemplars;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TenantExemplarsTest {
    private static final Matcher UP = new Matcher(Matcher.Type.EQUAL, "__name__", "up");
    private static final Exemplar EXEMPLAR = new Exemplar(Labels.empty(), 1, 0);

    private final Authorizer authorizer = Authorizers.open(new MapDirectory(), 0);
    private final List<String> asked = new ArrayList<>();
    private final ExemplarSource source = new TenantExemplars(this::store);

    @Test
    void exemplars_ofOneTenant_areTheStoresOwn() throws Exception {
        assertThat(series("a", 1 << 20, UP)).containsExactly(Labels.of("__name__", "up"));
    }

    @Test
    void exemplars_ofSeveralTenants_sayWhoseTheyAreInOrder() throws Exception {
        assertThat(series("b|a", 1 << 20, UP))
                .extracting(labels -> labels.value("__tenant_id__"))
                .containsExactly("a", "b");
        assertThat(asked).containsExactly("b [up]", "a [up]");
    }

    @Test
    void exemplars_byTenant_askOnlyThoseThatMatch() throws Exception {
        Matcher b = new Matcher(Matcher.Type.EQUAL, "__tenant_id__", "b");

        assertThat(series("a|b", 1 << 20, UP, b)).hasSize(1);
        assertThat(asked).containsExactly("b [up]");
    }

    @Test
    void exemplars_ofTooManyTenants_areOverTheBudget() {
        assertThatThrownBy(() -> series("a|b", 500, UP))
                .isInstanceOf(BudgetExceededException.class)
                .hasMessageContaining("exemplars of several tenants");
    }

    private List<SeriesExemplars> store(
            ReadScope scope, List<Selector> selectors, ReadBudget budget) {
        List<String> names =
                selectors.stream()
                        .flatMap(selector -> selector.matchers().stream())
                        .map(Matcher::value)
                        .toList();
        scope.tenants().forEach(tenant -> asked.add(tenant.tenant().name() + " " + names));
        return List.of(new SeriesExemplars(Labels.of("__name__", "up"), List.of(EXEMPLAR)));
    }

    private List<Labels> series(String tenants, long budgetBytes, Matcher... matchers)
            throws Exception {
        TenantHeaders headers = new TenantHeaders(Optional.of(tenants), Optional.empty());
        for (String tenant : tenants.split("\\|", -1)) {
            authorizer.writer(
                    Caller.OPEN,
                    new TenantHeaders(Optional.of(tenant), Optional.empty()),
                    Dialect.REMOTE_WRITE_1);
        }
        return source
                .exemplars(
                        authorizer.reader(Caller.OPEN, headers),
                        List.of(new Selector(List.of(matchers), 0, 10)),
                        new ReadBudget(budgetBytes))
                .stream()
                .map(SeriesExemplars::series)
                .toList();
    }
}
