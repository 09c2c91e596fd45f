package io.tributary.promql.engine.binary;

import io.tributary.model.Labels;
import io.tributary.promql.ast.BinaryOperator;
import io.tributary.promql.ast.VectorMatching;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `and`, `or`, `unless`: holds a presence bitmap for each signature of one side, no values.
final class SetOperation implements Operator {
    private final QueryContext context;
    private final BinaryOperator operator;
    private final Operator left;
    private final Operator right;
    private final Matching matching;
    private List<Labels> shape = List.of();
    private boolean shaped;
    private int[] leftSignatures = new int[0];
    private int[] rightSignatures = new int[0];
    private long[][] present = new long[0][];
    private boolean begun;
    private int nextSeries;

    SetOperation(
            QueryContext context,
            BinaryOperator operator,
            Operator left,
            Operator right,
            VectorMatching rules) {
        this.context = context;
        this.operator = operator;
        this.left = left;
        this.right = right;
        this.matching = new Matching(rules);
    }

    @Override
    public Kind kind() {
        return Kind.BUFFER;
    }

    @Override
    public List<Labels> shape() throws IOException {
        if (!shaped) {
            shaped = true;
            leftSignatures = matching.number(left.shape());
            rightSignatures = matching.number(right.shape());
            List<Labels> both = new ArrayList<>(left.shape());
            if (operator == BinaryOperator.OR) {
                both.addAll(right.shape());
            }
            shape = both.isEmpty() && rightSignatures.length > 0 ? SILENT : List.copyOf(both);
        }
        return shape;
    }

    @Override
    public void next(Column into) throws IOException {
        if (!begun) {
            begun = true;
            begin(into);
        }
        context.check();
        if (leftSignatures.length == 0 && operator != BinaryOperator.OR) {
            into.clear();
            return;
        }
        int series = nextSeries++;
        if (series >= leftSignatures.length) {
            right.next(into);
            into.removeAll(present[rightSignatures[series - leftSignatures.length]]);
            return;
        }
        left.next(into);
        long[] signature = present[leftSignatures[series]];
        if (operator == BinaryOperator.OR) {
            into.addPresenceTo(signature);
        } else if (operator == BinaryOperator.AND) {
            into.keep(signature);
        } else {
            into.removeAll(signature);
        }
    }

    private void begin(Column scratch) throws IOException {
        int words = Column.words(scratch.steps());
        context.hold(8L * words * matching.signatureCount(), operator.symbol());
        present = new long[matching.signatureCount()][words];
        if (operator == BinaryOperator.OR) {
            return;
        }
        for (int signature : rightSignatures) {
            context.check();
            right.next(scratch);
            scratch.addPresenceTo(present[signature]);
        }
    }
}
