package io.tributary.tsdb.notes;

import io.tributary.model.Labels;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.tsdb.series.Hash128;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the senders of one tenant say of metric families.
///
/// **Idea.** Clusters run the same programs and say the same of their families, so each statement
/// is kept once, with a bit for each of those who make it. Of a family each of them makes one
/// statement, the last.
///
/// *Invariants*: a bit of a sender is set in one statement of a family at most; a statement has one
/// bit at least; no statement stands in the wal only before its segment.
///
/// Bounds: so many statements, beyond which the oldest goes; {@link #SENDERS_MAX} senders, beyond
/// which a new one is not heard. Owned by who holds the lock of its owner.
final class Families {
    /// Most clusters of a tenant, those included whose stamps were others once.
    static final int SENDERS_MAX = 4_096;

    /// What a statement takes besides its text: objects, places in three tables.
    private static final long STATEMENT_BYTES = 430;

    private final int statementsMax;
    private final Hash128 hash;
    private final Map<FamilyMetadata, Statement> statements = new LinkedHashMap<>();
    private final Map<Long, Statement> byHash = new HashMap<>();
    private final Map<String, List<Statement>> byFamily = new HashMap<>();
    private final List<Senders> senders = new ArrayList<>();
    private final Map<Labels, Integer> indexes = new HashMap<>();

    /// One statement.
    private static final class Statement {
        final FamilyMetadata metadata;
        final long hash;
        final BitSet senders = new BitSet();
        long segment;

        Statement(FamilyMetadata metadata, long hash, long segment) {
            this.metadata = metadata;
            this.hash = hash;
            this.segment = segment;
        }
    }

    /// What is written of a statement.
    @FunctionalInterface
    interface Writer {
        /// Writes it; false, and nothing is written, where there is no room.
        boolean write(FamilyMetadata metadata, List<Senders> senders);
    }

    Families(int statementsMax, Hash128 hash) {
        this.statementsMax = statementsMax;
        this.hash = hash;
    }

    /// Whether exactly this is what senders with these stamps said last.
    boolean isKnown(Labels stamps, FamilyMetadata metadata) {
        Integer index = indexes.get(stamps);
        Statement statement = statements.get(metadata);
        return index != null && statement != null && statement.senders.get(index);
    }

    /// Likewise of each of the first `count` statements. They are of as many families then, so in
    /// whichever order they are said, nothing changes.
    ///
    /// @param hashes each a {@link StatementHash}
    boolean areKnown(Labels stamps, long[] hashes, int count) {
        Integer index = indexes.get(stamps);
        if (index == null) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            Statement statement = byHash.get(hashes[i]);
            if (statement == null || !statement.senders.get(index)) {
                return false;
            }
        }
        return true;
    }

    /// Takes what some senders say now, and where it is recorded; answers how much was dropped for
    /// it.
    int put(List<Senders> by, FamilyMetadata metadata, long segment) {
        int dropped = 0;
        BitSet now = new BitSet();
        for (Senders each : by) {
            Optional<Integer> index = index(each);
            index.ifPresent(now::set);
            dropped += index.isPresent() ? 0 : 1;
        }
        if (now.isEmpty()) {
            return dropped;
        }
        for (Statement other : List.copyOf(byFamily.getOrDefault(metadata.family(), List.of()))) {
            if (!other.metadata.equals(metadata)) {
                other.senders.andNot(now);
                if (other.senders.isEmpty()) {
                    remove(other);
                }
            }
        }
        Statement statement = statements.get(metadata);
        if (statement == null) {
            statement = new Statement(metadata, StatementHash.of(hash, metadata), segment);
            statements.put(metadata, statement);
            byHash.put(statement.hash, statement);
            byFamily.computeIfAbsent(metadata.family(), _ -> new ArrayList<>()).add(statement);
        }
        BitSet before = (BitSet) statement.senders.clone();
        statement.senders.or(now);
        before.andNot(now);
        if (before.isEmpty()) {
            statement.segment = segment;
        }
        if (statements.size() > statementsMax) {
            remove(statements.values().iterator().next());
            dropped++;
        }
        return dropped;
    }

    /// In the order they came.
    List<ToldMetadata> told() {
        List<ToldMetadata> told = new ArrayList<>();
        for (Statement statement : statements.values()) {
            told.add(
                    new ToldMetadata(
                            statement.metadata,
                            senders(statement).stream().map(Senders::stamps).toList()));
        }
        return told;
    }

    /// The oldest segment that holds a statement, or `Long.MAX_VALUE`.
    long oldestSegment() {
        return statements.values().stream()
                .mapToLong(statement -> statement.segment)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /// Has the statements written again that stand before a segment, until there is no room; they
    /// stand in `segment` from then on.
    void writeAgain(long before, long segment, Writer writer) {
        for (Statement statement : statements.values()) {
            if (statement.segment < before) {
                if (!writer.write(statement.metadata, senders(statement))) {
                    return;
                }
                statement.segment = segment;
            }
        }
    }

    long sizeBytes() {
        long bytes = 0;
        for (Statement statement : statements.values()) {
            FamilyMetadata metadata = statement.metadata;
            int characters =
                    metadata.family().length()
                            + metadata.help().length()
                            + metadata.unit().length();
            bytes += STATEMENT_BYTES + characters + statement.senders.size() / Byte.SIZE;
        }
        return bytes;
    }

    private Optional<Integer> index(Senders each) {
        Integer known = indexes.get(each.stamps());
        if (known != null) {
            return Optional.of(known);
        }
        if (senders.size() >= SENDERS_MAX) {
            return Optional.empty();
        }
        senders.add(each);
        indexes.put(each.stamps(), senders.size() - 1);
        return Optional.of(senders.size() - 1);
    }

    private List<Senders> senders(Statement statement) {
        return statement.senders.stream().mapToObj(senders::get).toList();
    }

    private void remove(Statement statement) {
        statements.remove(statement.metadata);
        byHash.remove(statement.hash, statement);
        String family = statement.metadata.family();
        List<Statement> others = byFamily.getOrDefault(family, List.of());
        others.remove(statement);
        if (others.isEmpty()) {
            byFamily.remove(family);
        }
    }
}
