package io.tributary.gateway.pki.enroll;

import io.tributary.gateway.pki.AgentIdentity;
import io.tributary.gateway.pki.RefusedException;
import io.tributary.gateway.pki.TrustDomain;

/// Agents as lines of a log.
final class AgentLines {
    private static final String AGENT = "agent";
    private static final int WORDS = 7;

    private AgentLines() {}

    static String write(AgentRecord agent) {
        return "%s %s %s %s %d %d %d"
                .formatted(
                        AGENT,
                        agent.agent().uri(),
                        agent.serial(),
                        agent.keySha256(),
                        agent.notAfterMillis(),
                        agent.enrolledMillis(),
                        agent.renewedMillis());
    }

    /// @throws IllegalArgumentException if it is none
    static AgentRecord read(String line, TrustDomain trust) {
        String[] words = line.split(" ", -1);
        if (words.length != WORDS || !words[0].equals(AGENT)) {
            throw new IllegalArgumentException("no line about an agent");
        }
        try {
            return new AgentRecord(
                    AgentIdentity.parse(words[1], trust),
                    words[2],
                    words[3],
                    Long.parseLong(words[4]),
                    Long.parseLong(words[5]),
                    Long.parseLong(words[6]));
        } catch (RefusedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
