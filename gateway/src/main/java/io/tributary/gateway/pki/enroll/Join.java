package io.tributary.gateway.pki.enroll;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What is kept of one token: its hash, whose it is, and what it was spent on.
record Join(String hash, ClusterReference cluster, long createdMillis, Optional<Spent> spent) {
    /// The key that spent a token, and the agent that it made.
    record Spent(String keySha256, UUID agent) {}

    private static final String MADE = "join";
    private static final String SPENT = "spent";
    private static final int HASH_CHARACTERS = 64;

    Join spentOn(Spent key) {
        return new Join(hash, cluster, createdMillis, Optional.of(key));
    }

    /// Whether its time is over, or the clock has been set so that it has not come.
    boolean isOver(long nowMillis) {
        return Math.abs(nowMillis - createdMillis) >= JoinTokens.VALIDITY.toMillis();
    }

    /// The lines that tell of it.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%s %s %s %s %d"
                        .formatted(MADE, hash, cluster.tenant(), cluster.cluster(), createdMillis));
        spent.ifPresent(key -> lines.add(spentLine(key)));
        return lines;
    }

    String spentLine(Spent key) {
        return "%s %s %s %s".formatted(SPENT, hash, key.keySha256(), key.agent());
    }

    /// Reads a line into what the lines before have told.
    ///
    /// @throws IllegalArgumentException if it is none
    static void read(String line, java.util.Map<String, Join> joins) {
        String[] words = line.split(" ", -1);
        if (words[0].equals(MADE) && words.length == 5) {
            ClusterReference cluster =
                    new ClusterReference(UUID.fromString(words[2]), UUID.fromString(words[3]));
            joins.put(
                    hash(words[1]),
                    new Join(words[1], cluster, Long.parseLong(words[4]), Optional.empty()));
            return;
        }
        Join join = joins.get(words.length == 4 ? words[1] : "");
        if (join == null || !words[0].equals(SPENT)) {
            throw new IllegalArgumentException("no line about a token");
        }
        joins.put(words[1], join.spentOn(new Spent(hash(words[2]), UUID.fromString(words[3]))));
    }

    private static String hash(String text) {
        if (text.length() != HASH_CHARACTERS) {
            throw new IllegalArgumentException("no hash of SHA-256");
        }
        return text;
    }
}
