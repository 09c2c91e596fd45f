package io.tributary.model.relabel;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.flow.LabelPairs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The labels of one series while rules go over them: those that were sent, in the order of their
/// names, and behind them those that rules set, in the order in which they were set (Prometheus:
/// `labels.Builder`). A rule that copies labels goes in this order, so where two are copied to one
/// name it tells which of them stays.
///
/// What was sent keeps its bytes unless a rule sets it anew. Used once, by one thread.
final class LabelEdit {
    /// Labels that rules may have set at a time. No limit lets a series have more than 1,000.
    static final int SET_MAX = 1_024;

    /// Characters of all their names and values: what rules may make of one series.
    static final int SET_CHARS_MAX = 256 * 1024;

    private final LabelPairs sent;
    private final String[] sentNames;
    private final boolean[] gone;
    private final List<Label> set = new ArrayList<>();
    private int setChars;

    /// @param sent sorted; a label without a value is no label
    LabelEdit(LabelPairs sent) {
        this.sent = sent;
        sentNames = new String[sent.count()];
        gone = new boolean[sent.count()];
        for (int i = 0; i < sent.count(); i++) {
            sentNames[i] = sent.name(i);
            gone[i] = sent.valueLength(i) == 0;
        }
    }

    /// Empty if there is no such label.
    String value(String name) {
        int index = indexInSet(name);
        if (index >= 0) {
            return set.get(index).value();
        }
        for (int i = 0; i < sentNames.length; i++) {
            if (!gone[i] && sentNames[i].equals(name)) {
                return sent.value(i);
            }
        }
        return "";
    }

    /// The values of `names` with `separator` between. Where it would be longer than `charsMax` it
    /// is longer than that, but not all of it.
    String join(List<String> names, String separator, int charsMax) {
        if (names.size() == 1) {
            return value(names.getFirst());
        }
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < names.size() && joined.length() <= charsMax; i++) {
            joined.append(i == 0 ? "" : separator).append(value(names.get(i)));
        }
        return joined.toString();
    }

    /// An empty value takes the label away.
    void set(String name, String value) {
        if (value.isEmpty()) {
            removeIf(name::equals);
            return;
        }
        int index = indexInSet(name);
        if (index >= 0) {
            setChars += value.length() - set.get(index).value().length();
            set.set(index, new Label(name, value));
            return;
        }
        hideSent(name::equals);
        set.add(new Label(name, value));
        setChars += name.length() + value.length();
    }

    /// Takes away the labels of these names.
    void removeIf(Predicate<String> name) {
        hideSent(name);
        for (int i = set.size() - 1; i >= 0; i--) {
            Label label = set.get(i);
            if (name.test(label.name())) {
                setChars -= label.name().length() + label.value().length();
                set.remove(i);
            }
        }
    }

    /// The labels of these names, in order.
    List<Label> labels(Predicate<String> name) {
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < sentNames.length; i++) {
            if (!gone[i] && name.test(sentNames[i])) {
                labels.add(new Label(sentNames[i], sent.value(i)));
            }
        }
        set.stream().filter(label -> name.test(label.name())).forEach(labels::add);
        return labels;
    }

    /// All labels that are left.
    Labels now() {
        Labels.Builder all = new Labels.Builder();
        labels(_ -> true).forEach(label -> all.set(label.name(), label.value()));
        return all.build();
    }

    /// Whether no label is left.
    boolean isEmpty() {
        for (boolean isGone : gone) {
            if (!isGone) {
                return false;
            }
        }
        return set.isEmpty();
    }

    boolean isTooMany() {
        return set.size() > SET_MAX;
    }

    boolean isTooLong() {
        return setChars > SET_CHARS_MAX;
    }

    /// Makes what was sent what is left: sorted, without empty values.
    void write() {
        for (int i = gone.length - 1; i >= 0; i--) {
            if (gone[i]) {
                sent.remove(i);
            }
        }
        set.forEach(label -> sent.add(label.name(), label.value()));
        sent.sort();
    }

    private int indexInSet(String name) {
        for (int i = 0; i < set.size(); i++) {
            if (set.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private void hideSent(Predicate<String> name) {
        for (int i = 0; i < sentNames.length; i++) {
            gone[i] = gone[i] || name.test(sentNames[i]);
        }
    }
}
