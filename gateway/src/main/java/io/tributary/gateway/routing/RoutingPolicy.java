package io.tributary.gateway.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// How labels choose the tenants of what one sender writes, as it is registered. Compared by value:
/// another policy makes other routes.
///
/// @param labels whose values name tenants, in this order; empty: no label does by itself
/// @param template makes one more name of several labels, behind those of `labels`
/// @param take how many of the names count
/// @param prefix stands before each name that labels give
/// @param granted which tenants may be named
/// @param defaults tenants of series whose labels name none; empty: the sender's own
/// @param replicate tenants that get a copy of everything
/// @param unknown what becomes of a name that is not granted, or no tenant's
/// @param missing what becomes of a series whose labels name none
/// @param remove whether the labels that choose are taken away
public record RoutingPolicy(
        List<String> labels,
        Optional<NameTemplate> template,
        Take take,
        String prefix,
        Grants granted,
        List<String> defaults,
        List<String> replicate,
        Otherwise unknown,
        Otherwise missing,
        boolean remove) {
    /// Most labels that choose, tenants of a series by default, and tenants with a copy: a sample
    /// has so many copies at most.
    public static final int TARGETS_MAX = 16;

    /// How many of the names that labels give count.
    public enum Take {
        /// The first that there is.
        FIRST,
        /// All.
        ALL
    }

    /// What becomes of a series, or of one name of it, for which no tenant is found.
    public enum Otherwise {
        /// The series is refused, all of it; its sender is told.
        REJECT,
        /// It goes to no tenant for that, and is counted; the sender is not told.
        DROP,
        /// It goes to the tenants of `defaults`.
        DEFAULT
    }

    /// Tenants that may be named, besides the sender's own and those of `defaults` and `replicate`.
    ///
    /// @param names of tenants, or their aliases
    /// @param prefixes of the names of tenants
    /// @param any every tenant, now and later
    public record Grants(List<String> names, List<String> prefixes, boolean any) {
        /// Nothing further.
        public static final Grants NONE = new Grants(List.of(), List.of(), false);

        public Grants {
            names = List.copyOf(names);
            prefixes = List.copyOf(prefixes);
        }

        /// Whether a tenant is granted by a rule, whoever lists it.
        ///
        /// @param name its own, no alias
        public boolean byRule(String name) {
            return any || prefixes.stream().anyMatch(name::startsWith);
        }

        /// Whether rules grant tenants that nobody has listed.
        public boolean hasRules() {
            return any || !prefixes.isEmpty();
        }
    }

    public RoutingPolicy {
        labels = List.copyOf(labels);
        defaults = List.copyOf(defaults);
        replicate = List.copyOf(replicate);
    }

    /// The same with tenants by their own names, and the sender's own as default where none is
    /// listed.
    ///
    /// @param ownName what a tenant is called, by its name or an alias
    public RoutingPolicy resolved(String ownTenant, UnaryOperator<String> ownName) {
        List<String> listed = defaults.isEmpty() ? List.of(ownTenant) : defaults;
        return new RoutingPolicy(
                labels,
                template,
                take,
                prefix,
                granted,
                listed.stream().map(ownName).toList(),
                replicate.stream().map(ownName).toList(),
                unknown,
                missing,
                remove);
    }

    /// Everything to one tenant, and copies: what a header that names it makes of this policy.
    public RoutingPolicy narrowedTo(String tenant) {
        return new RoutingPolicy(
                List.of(),
                Optional.empty(),
                Take.FIRST,
                "",
                Grants.NONE,
                List.of(tenant),
                replicate,
                Otherwise.REJECT,
                Otherwise.DEFAULT,
                false);
    }

    /// Whether no label chooses: every series goes the same way.
    public boolean isFixed() {
        return labels.isEmpty() && template.isEmpty();
    }

    /// All tenants that are listed, whatever for.
    public List<String> listed() {
        return Stream.of(granted.names(), defaults, replicate).flatMap(List::stream).toList();
    }

    /// The labels that choose, each once.
    public List<String> choosing() {
        List<String> all = new ArrayList<>(labels);
        template.ifPresent(of -> all.addAll(of.labels()));
        return all.stream().distinct().toList();
    }
}
