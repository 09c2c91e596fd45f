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
import io.tributary.model.Tenant;
import io.tributary.model.flow.BudgetExceededException;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TenantLabelsTest {
    private static final Matcher UP = new Matcher(Matcher.Type.EQUAL, "__name__", "up");

    private final MapDirectory directory = new MapDirectory();
    private final Authorizer authorizer = Authorizers.open(directory, 0);
    private final Store store = new Store();
    private final SeriesSource source = new TenantLabels(store);
    private final ReadBudget budget = new ReadBudget(1 << 20);

    @Test
    void select_ofOneTenant_isTheStoresOwn() throws Exception {
        assertThat(lines(scope("a"), UP)).containsExactly("{__name__=\"up\", job=\"1\"} a");
    }

    @Test
    void select_ofSeveralTenants_saysWhoseEachSeriesIs() throws Exception {
        assertThat(lines(scope("b|a"), UP))
                .containsExactly(
                        "{__name__=\"up\", __tenant_id__=\"a\", job=\"1\"} a",
                        "{__name__=\"up\", __tenant_id__=\"b\", job=\"1\"} b");
    }

    /// Whether the other one exists is not to change what labels an answer has.
    @Test
    void select_ofSeveralTenantsOfWhichOneExists_saysWhoseEachSeriesIs() throws Exception {
        authorizer.writer(Caller.OPEN, headers("a"), Dialect.REMOTE_WRITE_1);
        ReadScope scope = authorizer.reader(Caller.OPEN, headers("a|nobody"));

        assertThat(lines(scope, UP))
                .containsExactly("{__name__=\"up\", __tenant_id__=\"a\", job=\"1\"} a");
    }

    @Test
    void select_byTenant_asksOnlyThoseThatMatch() throws Exception {
        Matcher notA = new Matcher(Matcher.Type.NOT_EQUAL, "__tenant_id__", "a");
        Matcher aOrC = new Matcher(Matcher.Type.REGEX, "__tenant_id__", "a|c");
        SeriesView view =
                source.select(
                        scope("a|b|c"),
                        List.of(selector(UP, notA), selector(aOrC, notA, UP)),
                        budget);

        assertThat(store.asked).containsExactly("b [up]", "c [up] [up]");
        assertThat(view.seriesCount(0)).isEqualTo(2);
        assertThat(view.seriesCount(1)).isEqualTo(1);
        assertThat(view.labels(1, 0).value("__tenant_id__")).isEqualTo("c");
        view.close();
        assertThat(store.closed).isEqualTo(2);
    }

    @Test
    void series_ofSeveralTenants_haveTheLabel() throws Exception {
        assertThat(source.series(scope("a|b"), List.of(selector(UP)), budget))
                .extracting(labels -> labels.value("__tenant_id__"))
                .containsExactly("a", "b");
    }

    @Test
    void select_overTheBudget_closesWhatIsOpen() {
        assertThatThrownBy(() ->
                        source.select(scope("a|b"), List.of(selector(UP)), new ReadBudget(300)))
                .isInstanceOf(BudgetExceededException.class);
        assertThat(store.closed).isEqualTo(2);
    }

    private List<String> lines(ReadScope scope, Matcher matcher) throws IOException {
        try (SeriesView view = source.select(scope, List.of(selector(matcher)), budget)) {
            List<String> lines = new ArrayList<>();
            SampleColumn samples = new SampleColumn();
            for (int i = 0; i < view.seriesCount(0); i++) {
                view.read(0, i, Long.MIN_VALUE, Long.MAX_VALUE, samples);
                lines.add(view.labels(0, i) + " " + (char) samples.value(0));
            }
            return lines;
        }
    }

    private static TenantHeaders headers(String orgId) {
        return new TenantHeaders(Optional.of(orgId), Optional.empty());
    }

    private static Selector selector(Matcher... matchers) {
        return new Selector(List.of(matchers), 0, 1);
    }

    private static ReadScope scope(String tenants) {
        return new ReadScope(
                Stream.of(tenants.split("\\|"))
                        .map(name ->
                                new ReadScope.TenantScope(
                                        new Tenant(new UUID(0, name.charAt(0)), name), List.of()))
                        .toList());
    }

    /// Each tenant has one series, whose one value is the tenant's letter.
    private static final class Store implements SeriesSource {
        private static final Labels SERIES = Labels.of("__name__", "up", "job", "1");

        private final List<String> asked = new ArrayList<>();
        private int closed;

        @Override
        public SeriesView select(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
            String tenant = scope.tenants().getFirst().tenant().name();
            StringBuilder line = new StringBuilder(tenant);
            for (Selector selector : selectors) {
                line.append(' ').append(selector.matchers().stream().map(Matcher::value).toList());
            }
            asked.add(line.toString());
            return new SeriesView() {
                @Override
                public int seriesCount(int selector) {
                    return 1;
                }

                @Override
                public Labels labels(int selector, int series) {
                    return SERIES;
                }

                @Override
                public void read(
                        int selector,
                        int series,
                        long fromMillis,
                        long toMillis,
                        SampleColumn into) {
                    into.clear();
                    into.add(1, tenant.charAt(0));
                }

                @Override
                public void awaitDurable() {}

                @Override
                public void close() {
                    closed++;
                }
            };
        }

        @Override
        public List<Labels> series(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
            return List.of(SERIES);
        }
    }
}
