package io.tributary.promql.engine.binary;

import io.tributary.model.Labels;
import io.tributary.promql.ast.VectorMatching;
import io.tributary.promql.ast.VectorMatching.Cardinality;
import io.tributary.promql.engine.histogram.HistogramNotes;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Arithmetic and comparison between two vectors.
///
/// The *one* side (the right, but of `group_right` the left) is held as columns; the *many* side
/// streams by. An output series is a pair of series of one signature; with `fill` also a series
/// whose partner is missing. What must be unique is checked at each step: the one side within a
/// signature, unless the other side is empty there; the result within a signature, before a
/// comparison filters.
///
/// Of all that is to be said about the pairs of one step only the last is said, as in Prometheus.
///
/// Many series of the one side that never meet make many pairs, of which each step uses one.
final class Join implements Operator {
    private static final int MISSING = -1;

    /// A pair, its labels and its place in the tables that find duplicates.
    private static final int BYTES_PER_PAIR = 256;

    /// @param result the number of its labels within all results, by which duplicates are found
    private record Pair(int many, int one, int signature, int result) {}

    private final QueryContext context;
    private final Rule rule;
    private final Operator many;
    private final Operator one;
    private final VectorMatching rules;
    private final Matching matching;
    private final boolean swapped;
    private final OptionalDouble fillOne;
    private final OptionalDouble fillMany;
    private final int steps;
    private final SamplePair samples;
    private final HistogramNotes notes;
    private List<Pair> pairs = List.of();
    private List<Labels> shape = List.of();
    private boolean shaped;
    private int[] manySignatures = new int[0];
    private int[] oneSignatures = new int[0];
    private Optional<JoinState> state = Optional.empty();
    private int nextPair;

    Join(
            QueryContext context,
            Rule rule,
            Operator left,
            Operator right,
            VectorMatching rules,
            int steps,
            HistogramNotes notes) {
        this.context = context;
        this.rule = rule;
        this.rules = rules;
        this.matching = new Matching(rules);
        this.swapped = rules.cardinality() == Cardinality.ONE_TO_MANY;
        this.many = swapped ? right : left;
        this.one = swapped ? left : right;
        // As in Prometheus 3.14 the fill values stay where they are when the sides are swapped.
        this.fillOne = rules.fillRight();
        this.fillMany = rules.fillLeft();
        this.steps = steps;
        this.samples = new SamplePair(rule);
        this.notes = notes;
    }

    @Override
    public Kind kind() {
        return Kind.BUFFER;
    }

    @Override
    public List<Labels> shape() throws IOException {
        if (!shaped) {
            shaped = true;
            manySignatures = matching.number(many.shape());
            oneSignatures = matching.number(one.shape());
            pair(many.shape(), one.shape());
            if (shape.isEmpty() && manySignatures.length + oneSignatures.length > 0) {
                shape = SILENT;
            }
        }
        return shape;
    }

    @Override
    public void next(Column into) throws IOException {
        if (state.isEmpty()) {
            state = Optional.of(begin());
        }
        context.check();
        JoinState held = state.get();
        into.clear();
        if (pairs.isEmpty()) {
            finish(held);
            return;
        }
        Pair pair = pairs.get(nextPair++);
        into.dropsName(rule.returnBool());
        if (pair.many() != MISSING) {
            held.readManyUpTo(pair.many());
            joinPresent(pair, held, into);
        } else {
            held.readManyUpTo(manySignatures.length - 1);
            joinMissing(pair, held, into);
        }
        if (nextPair == pairs.size()) {
            finish(held);
        }
    }

    /// Reads what no pair needed, since it may fail, and looks for duplicates.
    private void finish(JoinState held) throws IOException {
        failOfDuplicates(held, steps - 1);
        held.tell(notes, rule.operator());
    }

    private JoinState begin() throws IOException {
        return new JoinState(context, many, one, oneSignatures, matching.signatureCount(), steps);
    }

    private void pair(List<Labels> manyShape, List<Labels> oneShape) {
        Map<Integer, List<Integer>> ones = new HashMap<>();
        for (int i = 0; i < oneSignatures.length; i++) {
            ones.computeIfAbsent(oneSignatures[i], signature -> new ArrayList<>(1)).add(i);
        }
        boolean dropName =
                rule.changesMeaning() || (rule.returnBool() && !context.namesRemovedLate());
        List<Pair> found = new ArrayList<>();
        List<Labels> results = new ArrayList<>();
        Map<Labels, Integer> resultNumbers = new HashMap<>();
        for (int i = 0; i < manySignatures.length; i++) {
            int signature = manySignatures[i];
            List<Integer> partners = new ArrayList<>(ones.getOrDefault(signature, List.of()));
            if (fillOne.isPresent()) {
                partners.add(MISSING);
            }
            for (int partner : partners) {
                Labels of =
                        partner == MISSING
                                ? matching.group(manyShape.get(i))
                                : oneShape.get(partner);
                holdPair();
                Labels result = matching.result(manyShape.get(i), of, dropName);
                found.add(new Pair(i, partner, signature, number(resultNumbers, result)));
                results.add(result);
            }
        }
        if (fillMany.isPresent()) {
            for (int i = 0; i < oneSignatures.length; i++) {
                holdPair();
                Labels filled = matching.group(oneShape.get(i));
                Labels result = matching.result(filled, oneShape.get(i), dropName);
                found.add(new Pair(MISSING, i, oneSignatures[i], number(resultNumbers, result)));
                results.add(result);
            }
        }
        pairs = List.copyOf(found);
        shape = List.copyOf(results);
    }

    /// Puts a pair on the budget: many on both sides of one signature multiply.
    private void holdPair() {
        context.hold(BYTES_PER_PAIR, "pairs of a join");
    }

    private static int number(Map<Labels, Integer> numbers, Labels labels) {
        Integer number = numbers.putIfAbsent(labels, numbers.size());
        return number == null ? numbers.size() - 1 : number;
    }

    /// Both sides are there, or the one side is filled in where no series of it is.
    private void joinPresent(Pair pair, JoinState held, Column into) throws IOException {
        Column manyColumn = held.many();
        boolean plain =
                rule.takesFloats()
                        && !manyColumn.mayHaveHistograms()
                        && (pair.one() == MISSING || !held.one(pair.one()).mayHaveHistograms());
        for (int step = 0; step < steps; step++) {
            if (!manyColumn.isPresent(step) || !hasPartner(pair, held, step)) {
                continue;
            }
            if (plain) {
                claim(pair, held, step);
                double other =
                        pair.one() == MISSING
                                ? fillOne.orElseThrow()
                                : held.one(pair.one()).value(step);
                write(into, step, manyColumn.value(step), other);
                continue;
            }
            manyOperand().take(manyColumn, step);
            if (pair.one() == MISSING) {
                oneOperand().take(fillOne.orElseThrow());
            } else {
                oneOperand().take(held.one(pair.one()), step);
            }
            // Samples that do not go together are no pair: nothing is taken by them.
            if (samples.combine()) {
                claim(pair, held, step);
                samples.write(into, step, samples.left());
            }
            held.note(step, samples.note());
        }
    }

    private static boolean hasPartner(Pair pair, JoinState held, int step) {
        return pair.one() == MISSING
                ? !held.hasOne(pair.signature(), step)
                : held.one(pair.one()).isPresent(step);
    }

    /// The many side is filled in where nothing of it met this signature.
    private void joinMissing(Pair pair, JoinState held, Column into) {
        Column oneColumn = held.one(pair.one());
        for (int step = 0; step < steps; step++) {
            if (oneColumn.isPresent(step) && !held.isMatched(pair.signature(), step)) {
                manyOperand().take(fillMany.orElseThrow());
                oneOperand().take(oneColumn, step);
                if (samples.combine()) {
                    samples.write(into, step, samples.left());
                }
                held.note(step, samples.note());
            }
        }
    }

    private SamplePair.Operand manyOperand() {
        return swapped ? samples.right() : samples.left();
    }

    private SamplePair.Operand oneOperand() {
        return swapped ? samples.left() : samples.right();
    }

    private void write(Column into, int step, double manyValue, double oneValue) {
        double left = swapped ? oneValue : manyValue;
        double right = swapped ? manyValue : oneValue;
        rule.write(into, step, left, right, left);
    }

    private void claim(Pair pair, JoinState held, int step) throws IOException {
        held.match(pair.signature(), step);
        boolean oneToOne = rules.cardinality() == Cardinality.ONE_TO_ONE;
        long key = oneToOne ? pair.signature() : ((long) pair.signature() << 32) | pair.result();
        if (held.claim(key, step)) {
            return;
        }
        failOfDuplicates(held, step);
        throw new EvaluationException(
                oneToOne
                        ? "multiple matches for labels: many-to-one matching must be explicit"
                                + " (group_left/group_right)"
                        : "multiple matches for labels: grouping labels must ensure unique"
                                + " matches");
    }

    /// Two of the one side in one signature and step: an error, even where nothing meets them, but
    /// not where the other side is empty and nothing is filled in.
    private void failOfDuplicates(JoinState held, int lastStep) throws IOException {
        held.readManyUpTo(manySignatures.length - 1);
        Optional<JoinState.Duplicate> duplicate = held.duplicate(rules.hasFill(), lastStep);
        if (duplicate.isEmpty()) {
            return;
        }
        List<Labels> oneShape = one.shape();
        String first = oneShape.get(duplicate.get().first()).toString();
        String second = oneShape.get(duplicate.get().second()).toString();
        boolean ordered = first.compareTo(second) <= 0;
        throw new EvaluationException(
                "found duplicate series for the match group "
                        + matching.group(oneShape.get(duplicate.get().first()))
                        + " on the "
                        + (swapped ? "left" : "right")
                        + " hand-side of the operation: ["
                        + (ordered ? first : second)
                        + ", "
                        + (ordered ? second : first)
                        + "];many-to-many matching not allowed: matching labels must be unique on"
                        + " one side");
    }
}
