package io.tributary.gateway.pki.enroll;

import io.tributary.gateway.pki.Refusal;
import io.tributary.gateway.pki.RefusedException;
import io.tributary.gateway.pki.store.LineLog;
import io.tributary.gateway.pki.store.WholeFile;
import io.tributary.runtime.clock.Clock;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The join tokens that are outstanding or were spent a moment ago, in memory and in a log.
///
/// *Invariants*: what memory says is on disk; a token is spent on one key, for ever. Where an
/// append fails, memory has not changed, and the log is written anew from memory before the next: a
/// line that may or may not have reached the disk is gone then.
///
/// Safe from any thread: one lock, held over a sync.
public final class JoinTokens implements AutoCloseable {
    /// How long a token can be spent, and repeated by the key that spent it.
    public static final Duration VALIDITY = Duration.ofMinutes(15);

    /// Most tokens whose time is not over, spent ones too.
    public static final int TOKENS_MAX = 10_000;

    /// What the lines of the log are about.
    static final String KIND = "joins";

    /// Two lines of some 200 bytes a token, twice that before the log is written anew.
    private static final int FILE_BYTES_MAX = 16 << 20;

    /// Superseded lines that are not worth writing the log anew.
    private static final int SPARE_LINES = 1_000;

    private final LineLog log;
    private final Clock clock;
    private final SecureRandom random;
    private final int tokensMax;
    private final Map<String, Join> joins;

    private JoinTokens(
            LineLog log, Clock clock, SecureRandom random, int tokensMax, Map<String, Join> joins) {
        this.log = log;
        this.clock = clock;
        this.random = random;
        this.tokensMax = tokensMax;
        this.joins = joins;
    }

    /// Opens the tokens in a log, which is made where there is none.
    public static JoinTokens open(WholeFile file, Clock clock, SecureRandom random)
            throws IOException {
        return open(file, clock, random, TOKENS_MAX);
    }

    static JoinTokens open(WholeFile file, Clock clock, SecureRandom random, int tokensMax)
            throws IOException {
        Map<String, Join> joins = new LinkedHashMap<>();
        LineLog log = LineLog.read(file, KIND, FILE_BYTES_MAX, line -> Join.read(line, joins));
        JoinTokens tokens = new JoinTokens(log, clock, random, tokensMax, joins);
        tokens.tidy();
        return tokens;
    }

    /// Makes a token, durably.
    ///
    /// @throws RefusedException if too many are outstanding
    public synchronized JoinToken make(ClusterReference cluster)
            throws IOException, RefusedException {
        tidy();
        if (joins.size() >= tokensMax) {
            throw new RefusedException(
                    Refusal.TOO_MANY,
                    "there are %d join tokens of the last %d min already; no further one is made"
                            .formatted(tokensMax, VALIDITY.toMinutes()));
        }
        long now = clock.wallMillis();
        String text = JoinToken.newText(random);
        Join join = new Join(JoinToken.hash(text), cluster, now, Optional.empty());
        for (String line : join.lines()) {
            log.append(line);
        }
        joins.put(join.hash(), join);
        return new JoinToken(text, cluster, now + VALIDITY.toMillis());
    }

    /// What a token that can be used now belongs to. Reads no disk.
    public Optional<ClusterReference> find(String token) {
        return look(token).map(Join::cluster);
    }

    /// Tokens whose time is not over.
    public synchronized int outstanding() {
        joins.values().removeIf(join -> join.isOver(clock.wallMillis()));
        return joins.size();
    }

    @Override
    public synchronized void close() throws IOException {
        log.close();
    }

    synchronized Optional<Join> look(String token) {
        return token.length() > JoinToken.CHARACTERS_MAX
                ? Optional.empty()
                : Optional.ofNullable(joins.get(JoinToken.hash(token)))
                        .filter(join -> !join.isOver(clock.wallMillis()));
    }

    /// Spends a token on a key, durably; or finds that this key has spent it.
    ///
    /// @param agent who the key will be, where the token is unspent
    /// @return who the key is
    /// @throws RefusedException if the token is not known any more, or another key's
    synchronized UUID spend(String token, String keySha256, UUID agent)
            throws IOException, RefusedException {
        tidy();
        Join join = look(token).orElseThrow(JoinTokens::unknown);
        if (join.spent().isPresent()) {
            Join.Spent spent = join.spent().get();
            if (!spent.keySha256().equals(keySha256)) {
                throw new RefusedException(
                        Refusal.TOKEN_SPENT,
                        "the join token of cluster %s was spent by agent %s, and another key (SHA-256 %s) has shown it"
                                .formatted(join.cluster().cluster(), spent.agent(), keySha256));
            }
            return spent.agent();
        }
        Join.Spent spent = new Join.Spent(keySha256, agent);
        log.append(join.spentLine(spent));
        joins.put(join.hash(), join.spentOn(spent));
        return agent;
    }

    static RefusedException unknown() {
        return new RefusedException(
                Refusal.TOKEN_UNKNOWN,
                "the join token is not known, or older than %d min; make another"
                        .formatted(VALIDITY.toMinutes()));
    }

    /// The lines of spent tokens, for a backup. A token that could still be spent is left out: it
    /// may be spent before the backup is restored, and would come back.
    synchronized List<String> spentLines() {
        return joins.values().stream()
                .filter(join -> join.spent().isPresent())
                .flatMap(join -> join.lines().stream())
                .toList();
    }

    /// Forgets tokens whose time is over (so the clock is asked for that before a token is looked
    /// up to be spent: no line may tell of one that the log has not), and writes the log anew where
    /// that is needed or pays.
    private void tidy() throws IOException {
        long now = clock.wallMillis();
        joins.values().removeIf(join -> join.isOver(now));
        if (log.mustBeRewritten() || log.lineCount() > 4L * joins.size() + SPARE_LINES) {
            log.rewrite(joins.values().stream().flatMap(join -> join.lines().stream()).iterator());
        }
    }
}
