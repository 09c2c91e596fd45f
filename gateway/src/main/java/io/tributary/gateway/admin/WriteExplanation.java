package io.tributary.gateway.admin;

import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.routing.RoutingPolicy;
import io.tributary.gateway.routing.Way;
import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.relabel.RelabelRule;
import java.util.List;
import java.util.Optional;

/// What would become of one series, if one sender wrote it now: in the order in which it happens.
///
/// ```
/// sender ─┬ refused: its whole request
///         └ home ─┬ no routing: there
///                 └ routing: names → tenants ─► in each: steps → labels, or a refusal
/// ```
///
/// @param sender who writes
/// @param refused why nothing is taken from that sender; empty where something is
/// @param home the tenant in whose name a request is let in; empty where none is
/// @param routing how labels choose; empty where they do not
/// @param tenants where it goes, and what happens there
public record WriteExplanation(
        Caller sender,
        Optional<Refused> refused,
        Optional<String> home,
        Optional<Routing> routing,
        List<InTenant> tenants) {
    public WriteExplanation {
        tenants = List.copyOf(tenants);
    }

    /// A *no*, as a sender is told it.
    ///
    /// @param status of HTTP
    /// @param reason in one word, as it is counted
    public record Refused(int status, String reason, String why) {}

    /// How labels choose tenants.
    ///
    /// @param policy with all tenants by their own names
    public record Routing(RoutingPolicy policy, Way way) {}

    /// What happens in one tenant.
    ///
    /// @param quarantine in which it is kept apart; empty where it is not
    /// @param admitted what is done to its labels; empty where who asks does not see to the tenant
    public record InTenant(
            String tenant, Optional<String> quarantine, Optional<Admitted> admitted) {}

    /// What is done to labels at the door of a tenant.
    ///
    /// @param labels as they would be stored, or were when it was refused
    public record Admitted(List<Step> steps, Labels labels, Optional<Refused> refused) {
        public Admitted {
            steps = List.copyOf(steps);
        }
    }

    /// Something that is done to labels.
    public sealed interface Step {
        /// A label that chose the tenant is taken away.
        record Removed(Label label) implements Step {}

        /// A rule of relabeling is applied.
        ///
        /// @param owner whose rule it is
        /// @param number among the owner's rules: 1, 2, 3 …
        /// @param labels afterwards
        record Relabeled(Owner owner, int number, RelabelRule rule, Labels before, Labels labels)
                implements Step {}

        /// The server puts a label on.
        ///
        /// @param given what the sender said of it; empty where nothing
        record Stamped(Label label, String given) implements Step {}
    }

    /// Whose rules of relabeling.
    public enum Owner {
        TENANT("tenant"),
        CLUSTER("cluster");

        private final String word;

        Owner(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
