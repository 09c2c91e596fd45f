package io.tributary.gateway.quarantine;

import io.tributary.gateway.quarantine.Quarantines.Quarantine;
import io.tributary.gateway.quarantine.Quarantines.State;
import io.tributary.gateway.registry.text.ObjectName;
import io.tributary.runtime.yaml.Fields;
import io.tributary.runtime.yaml.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the quarantines of an agent or cluster.
public final class QuarantineReader {
    private static final String FIELD = "quarantines";

    /// Most of one agent or cluster: each that is released is one more tenant in its tenant's
    /// reads.
    private static final int COUNT_MAX = 100;

    private QuarantineReader() {}

    /// The field `quarantines`; none where it is absent, or something is wrong and was noted.
    public static Quarantines read(Fields fields) {
        List<Fields> given = fields.objects(FIELD);
        if (given.size() > COUNT_MAX) {
            fields.problem(
                    FIELD, "found %d, expected at most %d".formatted(given.size(), COUNT_MAX));
            return Quarantines.NONE;
        }
        List<Quarantine> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        boolean isRight = true;
        String held = "";
        for (Fields one : given) {
            Optional<Quarantine> read = read(one, names, held);
            if (read.isEmpty()) {
                isRight = false;
                continue;
            }
            all.add(read.get());
            if (read.get().state() == State.HELD) {
                held = read.get().name();
            }
        }
        return isRight ? new Quarantines(all) : Quarantines.NONE;
    }

    /// @param names of those before
    /// @param held the one before that is held; empty for none
    private static Optional<Quarantine> read(Fields one, Set<String> names, String held) {
        String name = one.required("name", "the name of the quarantine");
        Optional<State> state = state(one);
        one.end();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> problem = ObjectName.problem("quarantine", name);
        if (problem.isPresent()) {
            one.problem("name", problem.get());
            return Optional.empty();
        }
        if (!names.add(name)) {
            one.problem("name", "found %s again, expected it once".formatted(name));
            return Optional.empty();
        }
        if (state.isPresent() && state.get() == State.HELD && !held.isEmpty()) {
            one.problem(
                    "state",
                    "found held, while %s is held, expected one at most: release or drop that first"
                            .formatted(held));
            return Optional.empty();
        }
        return state.map(found -> new Quarantine(name, found));
    }

    private static Optional<State> state(Fields one) {
        String word = one.required("state", "held, released or dropped");
        Optional<State> state = State.of(word);
        if (state.isEmpty() && !word.isEmpty()) {
            one.problem(
                    "state",
                    "found %s, expected held, released or dropped".formatted(Problems.shown(word)));
        }
        return state;
    }
}
