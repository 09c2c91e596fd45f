package io.tributary.promql.engine.explain;

import java.util.OptionalLong;

/// How much memory a query would take, estimated: as if all values were floats, and each series had
/// one at each step. What is selected is known, not estimated. What threads that work ahead take is
/// left out: they do so only where there is room.
///
/// @param limitBytes what the query may hold
/// @param selectedBytes what its series take before a sample is read
/// @param neededBytes what it would hold at most if all steps were evaluated at once, these
///   included
/// @param isLeast whether parts of it are not known before samples are read, and so left out
/// @param slices in how many slices of its steps it would be evaluated; 1: all at once; 0: it would
///   be refused
public record PlanMemory(
        long limitBytes, long selectedBytes, long neededBytes, boolean isLeast, int slices) {
    private static final long SAMPLE_BYTES = 16;

    /// Estimates as evaluation would halve its steps.
    ///
    /// @param sliceable whether the query can be evaluated fewer steps at a time
    /// @param answerBytesMax what an answer may take that is evaluated in slices
    static PlanMemory of(
            PlanNode root,
            boolean sliceable,
            long selectedBytes,
            long limitBytes,
            long answerBytesMax) {
        long answer = SAMPLE_BYTES * root.steps() * root.series().orElse(0);
        long fixed = selectedBytes + answer;
        long needed = fixed + bytes(root, root.steps(), root.steps());
        int width = root.steps();
        while (fixed + bytes(root, root.steps(), width) > limitBytes && width > 1) {
            width = (width + 1) / 2;
        }
        boolean isSliced = width < root.steps();
        boolean fits = fixed + bytes(root, root.steps(), width) <= limitBytes;
        boolean isRefused = !fits || (isSliced && (!sliceable || answer > answerBytesMax));
        int slices = isRefused ? 0 : (root.steps() + width - 1) / width;
        return new PlanMemory(limitBytes, selectedBytes, needed, isLeast(root), slices);
    }

    /// What a node and those below hold where `width` of `steps` steps are evaluated. What has
    /// steps of its own, as a subquery's inside, is taken to keep them.
    private static long bytes(PlanNode node, int steps, int width) {
        OptionalLong own = node.bytes();
        long bytes = 0;
        if (own.isPresent()) {
            bytes =
                    node.steps() == steps
                            ? Math.ceilDiv(own.getAsLong() * width, steps)
                            : own.getAsLong();
        }
        for (PlanNode child : node.children()) {
            bytes += bytes(child, steps, width);
        }
        return bytes;
    }

    /// Samples that are kept for several readers are known only when they were read.
    private static boolean isLeast(PlanNode node) {
        return node.bytes().isEmpty()
                || node.series().isEmpty()
                || node.selected().filter(selected -> selected.readers() > 1).isPresent()
                || node.children().stream().anyMatch(PlanMemory::isLeast);
    }
}
