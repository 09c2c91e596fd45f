package io.tributary.gateway.registry;

import io.tributary.gateway.registry.RegistryView.Declared;
import io.tributary.gateway.registry.journal.HistoryEntry;
import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.runtime.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/// A change that somebody wants. It is asked while nobody else changes anything, so that what it
/// saw still holds when it is made.
public interface ChangeProposal {
    /// An object that is to be there, or to go.
    ///
    /// @param object all its fields, its name among them; empty where it goes
    record Edit(ObjectKey key, Optional<YamlNode.Section> object) {}

    /// What became of a change.
    sealed interface Outcome {
        /// It is durable and in force, or, where it was only tried, it would be.
        ///
        /// @param version of it; the newest there is, where nothing had to be changed
        /// @param changes that were made
        record Done(long version, List<HistoryEntry> changes) implements Outcome {
            public Done {
                changes = List.copyOf(changes);
            }
        }

        /// What is declared is wrong, or does not go together with the rest.
        ///
        /// @param problems each with its place
        /// @param ofTheWhole whether they tell of other objects, too
        record Refused(List<String> problems, boolean ofTheWhole) implements Outcome {
            public Refused {
                problems = List.copyOf(problems);
            }
        }

        /// Who asks may not do this. Says the same whether the object exists or not.
        record Forbidden(String why) implements Outcome {}

        record NotFound(String what) implements Outcome {}

        /// It cannot be changed here.
        record Conflict(String why) implements Outcome {}

        /// Somebody else changed it before.
        record Stale(String why) implements Outcome {}
    }

    /// What is to be done.
    sealed interface Plan {
        /// It is to be done.
        ///
        /// @param edits each object at most once
        record Go(List<Edit> edits) implements Plan {
            public Go {
                edits = List.copyOf(edits);
            }
        }

        record Stop(Outcome outcome) implements Plan {}
    }

    /// The name of the credential that asks.
    String who();

    /// The address that it comes from.
    String from();

    /// Whether it is only to be tried.
    boolean isTrial();

    Plan plan(RegistryView now);

    /// Why it may not be, now that its objects were read; empty where it may.
    ///
    /// @param next with the objects as they would be, before they were looked at as a whole
    Optional<Outcome> objection(RegistryView now, List<Declared> next);
}
