package io.tributary.gateway.routing;

import io.tributary.model.GoQuote;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is decided of one series while its labels are looked at: reused from series to series.
///
/// *Invariants*: no target stands in it twice; a series that is refused has none, whatever is added
/// afterwards.
///
/// Owned by one thread at a time.
final class Choice {
    /// How much of a name is shown, in characters.
    private static final int SHOWN_MAX = 100;

    private static final int START = 64;

    final LabelPairs labels = new LabelPairs();

    private final SeriesLabels reader = new SeriesLabels();
    private final ByteName probe = new ByteName();
    private final List<Target> targets = new ArrayList<>();
    private final Set<RoutingFault> dropped = EnumSet.noneOf(RoutingFault.class);
    private Optional<RoutingFault> refused = Optional.empty();
    private Optional<List<Way.Name>> told = Optional.empty();
    private String detail = "";
    private byte[] made = new byte[START];
    private int madeLength;
    private int valueOffset;
    private int valueLength;
    private int found;
    private boolean foreign;
    private boolean refusalSaid;
    private boolean foreignSaid;

    /// Has the names of labels put into a list, for people.
    void tellNames(List<Way.Name> names) {
        told = Optional.of(names);
    }

    /// Begins the next series of a batch.
    ///
    /// @return what is wrong with the form of its labels; empty if nothing is
    String read(Dialect dialect, WriteBatch batch, int series) {
        begin();
        return reader.read(dialect, batch, series, labels);
    }

    /// Forgets what was decided before.
    void begin() {
        targets.clear();
        dropped.clear();
        refused = Optional.empty();
        detail = "";
        found = 0;
        foreign = false;
    }

    /// Finds a label of the series; the first, where a sender says it twice, which is refused where
    /// the series goes.
    ///
    /// @return whether it has a value, which {@link #addValue} then adds to a name
    boolean find(byte[] name) {
        int found = labels.find(name);
        if (found < 0) {
            return false;
        }
        valueOffset = labels.valueOffset(found);
        valueLength = labels.valueLength(found);
        return valueLength > 0;
    }

    /// The value found last, to be looked up at once.
    ByteName value() {
        return probe.set(labels.bytes(), valueOffset, valueLength);
    }

    /// Begins a name with a text.
    void beginName(byte[] source, int offset, int length) {
        madeLength = 0;
        add(source, offset, length);
    }

    void add(byte[] text) {
        add(text, 0, text.length);
    }

    /// Adds the value found last to the name.
    void addValue() {
        add(labels.bytes(), valueOffset, valueLength);
    }

    int nameLength() {
        return madeLength;
    }

    /// The name, to be looked up at once.
    ByteName name() {
        return probe.set(made, 0, madeLength);
    }

    String nameText() {
        return new String(made, 0, madeLength, StandardCharsets.UTF_8);
    }

    /// Tells that the name leads to its tenant.
    ///
    /// @param by as {@link Way.Name} has it
    void tellFound(String by) {
        if (told.isPresent()) {
            told.get().add(new Way.Name(nameText(), by, Optional.empty()));
        }
    }

    /// Tells that the name leads nowhere.
    void tellFault(String by, RoutingFault fault) {
        if (told.isPresent()) {
            told.get().add(new Way.Name(nameText(), by, Optional.of(fault)));
        }
    }

    /// Notes how many names the labels gave.
    void found(int names) {
        found = names;
    }

    int found() {
        return found;
    }

    void add(Target target) {
        if (refused.isEmpty() && !targets.contains(target)) {
            targets.add(target);
        }
    }

    void addAll(List<Target> more) {
        for (int i = 0; i < more.size(); i++) {
            add(more.get(i));
        }
    }

    List<Target> targets() {
        return targets;
    }

    /// Refuses the series, of all tenants; the first reason stays.
    void refuse(RoutingFault fault) {
        if (refused.isEmpty()) {
            refused = Optional.of(fault);
            targets.clear();
        }
    }

    void refuse(RoutingFault fault, String why) {
        refuse(fault);
        detail = why;
    }

    void drop(RoutingFault fault) {
        dropped.add(fault);
    }

    /// Whether labels named a tenant that is not granted; {@link #detail} says which.
    boolean isForeign() {
        return foreign;
    }

    Optional<RoutingFault> refused() {
        return refused;
    }

    Set<RoutingFault> dropped() {
        return dropped;
    }

    /// The first thing said of the series; empty where all was well.
    String detail() {
        return detail;
    }

    /// About how much it holds for series that are yet to come, in bytes.
    int sizeBytes() {
        return labels.bytes().length + made.length;
    }

    /// Says of what somebody has been told already, so that no more words are made of it.
    void saidAlready(boolean refusal, boolean foreignName) {
        refusalSaid = refusal;
        foreignSaid = foreignName;
    }

    /// Says a fault in words, where it is the first of its series and somebody is to be told.
    ///
    /// @param choosing the labels that were looked at
    void explain(RoutingFault fault, boolean refuses, List<String> choosing) {
        boolean names = fault == RoutingFault.TENANT_UNKNOWN;
        foreign |= names;
        boolean said = (refusalSaid || !refuses) && (foreignSaid || !names) && told.isEmpty();
        if (said || !detail.isEmpty()) {
            return;
        }
        detail =
                switch (fault) {
                    case TENANT_MISSING ->
                            "none of the labels %s names a tenant: series of %s"
                                    .formatted(choosing, shownSeries());
                    case TENANT_REFUSES ->
                            "tenant %s takes nothing that is routed to it: series of %s"
                                    .formatted(shown(nameText()), shownSeries());
                    case TENANT_UNKNOWN ->
                            "labels name %s, and that is no tenant this sender may write to: series of %s"
                                    .formatted(shown(nameText()), shownSeries());
                    case TENANTS_TOO_MANY, LABEL_INVALID ->
                            throw new IllegalArgumentException("BUG: not said here: " + fault);
                };
    }

    /// The series by its metric name, for people.
    String shownSeries() {
        return find(Router.METRIC_NAME)
                ? shown(
                        new String(
                                labels.bytes(), valueOffset, valueLength, StandardCharsets.UTF_8))
                : "no name";
    }

    private static String shown(String text) {
        return GoQuote.quote(text, SHOWN_MAX);
    }

    private void add(byte[] source, int offset, int length) {
        if (length > made.length - madeLength) {
            made = Arrays.copyOf(made, Math.max(made.length * 2, madeLength + length));
        }
        System.arraycopy(source, offset, made, madeLength, length);
        madeLength += length;
    }
}
