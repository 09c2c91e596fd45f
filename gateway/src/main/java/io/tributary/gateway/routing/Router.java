package io.tributary.gateway.routing;

import io.tributary.gateway.registry.text.ObjectName;
import io.tributary.gateway.routing.RoutingPolicy.Otherwise;
import io.tributary.gateway.routing.RoutingPolicy.Take;
import io.tributary.model.Label;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Sends the series of one sender's writes to tenants, as a policy says.
///
/// ```
/// names of a series:  prefix + value of each label, in the policy's order; prefix + template
///     none            → missing: reject | drop | default
///     each that counts → its tenant, if it is granted and takes it; else unknown: reject | drop | default
/// and replicate, of every series that is not refused
/// ```
///
/// Made for one version of the registry. Names that were found are kept, as bytes and as text: as
/// many as there are tenants that are granted. Safe from any thread.
public final class Router {
    static final byte[] METRIC_NAME = bytes(Label.METRIC_NAME);

    private final String sender;
    private final RoutingPolicy policy;
    private final Dialect dialect;
    private final RoutedTenants tenants;
    private final FamilyIndex families;
    private final byte[] prefix;
    private final List<String> choosing;
    private final List<byte[]> labels;
    private final List<byte[]> templateTexts;
    private final List<byte[]> templateLabels;
    private final Map<ByteName, Target> known = new ConcurrentHashMap<>();
    private final Map<String, Found.One> byName = new ConcurrentHashMap<>();
    private final Map<Tenant, Target> byTenant = new ConcurrentHashMap<>();
    private final AtomicInteger targetCount = new AtomicInteger();
    private final List<Target> defaults;
    private final List<Target> replicas;

    /// @param sender by whose name its metric names are known
    /// @param policy with one default tenant at least
    /// @param tenants whom labels may name; those that the policy lists are all there
    public Router(
            String sender,
            RoutingPolicy policy,
            Dialect dialect,
            RoutedTenants tenants,
            FamilyIndex families) {
        this.sender = sender;
        this.policy = policy;
        this.dialect = dialect;
        this.tenants = tenants;
        this.families = families;
        prefix = bytes(policy.prefix());
        choosing = policy.choosing();
        labels = policy.labels().stream().map(Router::bytes).toList();
        templateTexts = all(policy.template().stream().flatMap(of -> of.texts().stream()));
        templateLabels = all(policy.template().stream().flatMap(of -> of.labels().stream()));
        defaults = targets(policy.defaults());
        replicas = targets(policy.replicate());
    }

    /// Finds the way of each series of a batch.
    ///
    /// @param into is filled; it means something as long as the batch stays as it is
    public void route(WriteBatch batch, RoutedWrite into) {
        FamilyTenants names = families.of(sender);
        Choice choice = into.begin(batch, dialect);
        for (int series = 0; series < batch.seriesCount(); series++) {
            choose(choice, batch, series);
            into.addSeries();
            if (!policy.isFixed() && !choice.targets().isEmpty() && choice.find(METRIC_NAME)) {
                names.learn(choice.value(), choice.targets());
            }
        }
        for (int entry = 0; entry < batch.metadataCount(); entry++) {
            choice.begin();
            choose(choice, batch, entry, names);
            into.addMetadata();
        }
        into.end();
    }

    /// The way of one series that nobody writes. Nothing is learned by it.
    public Way way(WriteBatch batch, int series) {
        Choice choice = new Choice();
        List<Way.Name> names = new ArrayList<>();
        choice.tellNames(names);
        choose(choice, batch, series);
        return new Way(
                names,
                choice.targets().stream().map(Target::route).toList(),
                choice.refused().stream().toList(),
                List.copyOf(choice.dropped()),
                choice.detail());
    }

    /// By what it goes.
    public RoutingPolicy policy() {
        return policy;
    }

    private void choose(Choice choice, WriteBatch batch, int series) {
        String fault = choice.read(dialect, batch, series);
        if (fault.isEmpty()) {
            choose(choice);
        } else {
            choice.refuse(RoutingFault.LABEL_INVALID, fault);
        }
    }

    private void choose(Choice choice) {
        boolean all = policy.take() == Take.ALL;
        int found = 0;
        for (int i = 0; i < labels.size() && (found == 0 || all); i++) {
            if (choice.find(labels.get(i))) {
                found++;
                choice.beginName(prefix, 0, prefix.length);
                choice.addValue();
                take(choice, policy.labels().get(i));
            }
        }
        if (!templateLabels.isEmpty() && (found == 0 || all) && makeName(choice)) {
            found++;
            take(choice, Way.Name.TEMPLATE);
        }
        choice.found(found);
        if (found == 0) {
            otherwise(choice, policy.missing(), RoutingFault.TENANT_MISSING);
        }
        if (choice.refused().isEmpty()) {
            choice.addAll(replicas);
        }
    }

    /// Where one entry of metadata goes: with the series of its family, and where everything goes.
    private void choose(Choice choice, WriteBatch batch, int entry, FamilyTenants names) {
        choice.addAll(replicas);
        if (policy.isFixed()) {
            choice.addAll(defaults);
            return;
        }
        int offset = batch.metadata().familyOffset(entry);
        int length = batch.metadata().familyLength(entry);
        for (String name : names.tenants(batch.bytes(), offset, length, choice)) {
            if (find(name) instanceof Found.One(var target)) {
                choice.add(target);
            }
        }
    }

    /// @return false where the series has not all labels of the template
    private boolean makeName(Choice choice) {
        choice.beginName(prefix, 0, prefix.length);
        for (int i = 0; i < templateLabels.size(); i++) {
            choice.add(templateTexts.get(i));
            if (!choice.find(templateLabels.get(i))) {
                return false;
            }
            choice.addValue();
        }
        choice.add(templateTexts.getLast());
        return true;
    }

    /// Takes the name just made.
    ///
    /// @param by as {@link Way.Name} has it
    private void take(Choice choice, String by) {
        Target target = known.get(choice.name());
        if (target == null) {
            switch (choice.nameLength() > ObjectName.BYTES_MAX
                    ? Found.NONE
                    : find(choice.nameText())) {
                case Found.One(var found) -> {
                    known.put(choice.name().copy(), found);
                    choice.tellFound(by);
                    choice.add(found);
                }
                case Found.Nothing(var why) -> {
                    choice.tellFault(by, why);
                    otherwise(choice, policy.unknown(), why);
                }
            }
            return;
        }
        choice.tellFound(by);
        choice.add(target);
    }

    private void otherwise(Choice choice, Otherwise what, RoutingFault fault) {
        choice.explain(fault, what == Otherwise.REJECT, choosing);
        switch (what) {
            case REJECT -> choice.refuse(fault);
            case DROP -> choice.drop(fault);
            case DEFAULT -> {
                if (defaults.isEmpty()) {
                    choice.refuse(
                            RoutingFault.TENANT_REFUSES,
                            "the default tenants take nothing that is routed to them: series of "
                                    + choice.shownSeries());
                } else {
                    choice.addAll(defaults);
                }
            }
        }
    }

    private sealed interface Found {
        Found NONE = new Nothing(RoutingFault.TENANT_UNKNOWN);

        record One(Target target) implements Found {}

        record Nothing(RoutingFault why) implements Found {}
    }

    private Found find(String name) {
        Found.One known = byName.get(name);
        if (known != null) {
            return known;
        }
        return switch (tenants.find(name)) {
            case RoutedTenants.Named.To(var route) -> {
                Found.One found = new Found.One(target(route, name));
                byName.put(name, found);
                yield found;
            }
            case RoutedTenants.Named.Nothing(var why) -> new Found.Nothing(why);
        };
    }

    private Target target(Route route, String name) {
        return byTenant.computeIfAbsent(
                route.target(), _ -> new Target(targetCount.getAndIncrement(), route, name));
    }

    /// Those of them that take what is routed to them, each once.
    private List<Target> targets(List<String> names) {
        List<Target> targets = new ArrayList<>();
        for (String name : names) {
            if (find(name) instanceof Found.One(var target) && !targets.contains(target)) {
                targets.add(target);
            }
        }
        return List.copyOf(targets);
    }

    private static List<byte[]> all(Stream<String> texts) {
        return texts.map(Router::bytes).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
