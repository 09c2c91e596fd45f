package io.tributary.gateway.pki.enroll;

import io.tributary.gateway.pki.AuthorityBackup;
import io.tributary.gateway.pki.CertificateAuthority;
import io.tributary.gateway.pki.TrustDomain;
import io.tributary.gateway.pki.store.LineLog;
import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.gateway.pki.store.StoredStateException;
import io.tributary.gateway.pki.store.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The authority, the spent tokens and the agents in one piece, and back. Its bytes hold private
/// keys: they are sealed before they leave memory.
///
/// Tokens that could still be spent are not in it: one may be spent behind the backup, and would be
/// unspent again after a restore.
public final class EnrolmentBackup {
    private static final String JOINS = JoinTokens.KIND + " ";
    private static final String AGENTS = AgentFile.KIND + " ";

    private final AuthorityBackup authority;
    private final List<String> joins;
    private final List<String> agents;

    /// Where everything is restored to.
    ///
    /// @param joins the file of {@link JoinTokens}
    /// @param agents the file of {@link AgentFile}
    public record Target(CertificateAuthority.Place authority, WholeFile joins, WholeFile agents) {}

    private EnrolmentBackup(AuthorityBackup authority, List<String> joins, List<String> agents) {
        this.authority = authority;
        this.joins = List.copyOf(joins);
        this.agents = List.copyOf(agents);
    }

    /// The bytes of a backup.
    public static byte[] bytes(
            CertificateAuthority authority, JoinTokens tokens, AgentRecords records) {
        StringBuilder lines = new StringBuilder();
        tokens.spentLines().forEach(line -> lines.append(JOINS).append(line).append('\n'));
        records.all()
                .forEach(
                        agent -> lines.append(AGENTS).append(AgentLines.write(agent)).append('\n'));
        return AuthorityBackup.bytes(
                authority, lines.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /// Reads what {@link #bytes} made, and checks all of it.
    ///
    /// @throws StoredStateException if it is something else
    public static EnrolmentBackup read(byte[] plain) throws StoredStateException {
        AuthorityBackup authority = AuthorityBackup.read(plain);
        List<String> joins = new ArrayList<>();
        List<String> agents = new ArrayList<>();
        Map<String, Join> known = new HashMap<>();
        String text = new String(authority.beside(), StandardCharsets.ISO_8859_1);
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            String line = text.substring(from, end < 0 ? text.length() : end);
            try {
                if (end < 0 || !LineLog.isText(line)) {
                    throw new IllegalArgumentException("a line that is none");
                }
                if (line.startsWith(JOINS)) {
                    joins.add(line.substring(JOINS.length()));
                    Join.read(joins.getLast(), known);
                } else if (line.startsWith(AGENTS)) {
                    agents.add(line.substring(AGENTS.length()));
                    AgentLines.read(agents.getLast(), authority.trust());
                } else {
                    throw new IllegalArgumentException("neither a token nor an agent");
                }
            } catch (IllegalArgumentException e) {
                throw new StoredStateException(
                        StoredStateException.Reason.FORMAT, "the backup: " + e.getMessage());
            }
            from = end + 1;
        }
        return new EnrolmentBackup(authority, joins, agents);
    }

    /// Whose authority it is.
    public TrustDomain trust() {
        return authority.trust();
    }

    /// The roots of the authority, oldest first.
    public List<X509Certificate> roots() {
        return authority.roots();
    }

    /// How many agents there are.
    public int agentCount() {
        return agents.size();
    }

    /// Restores it where there is nothing; nothing may have the files open. The authority's file is
    /// written last: as long as it is not there, a restore that was cut short can be repeated.
    ///
    /// @param secret what the authority is to be sealed under from now on
    /// @throws StoredStateException if there is an authority
    public void install(Target target, SealingSecret secret, SecureRandom random)
            throws IOException {
        authority.check(target.authority());
        write(target.joins(), JoinTokens.KIND, joins);
        write(target.agents(), AgentFile.KIND, agents);
        authority.install(target.authority(), secret, random);
    }

    private static void write(WholeFile file, String kind, List<String> lines) throws IOException {
        try (LineLog log = LineLog.fresh(file, kind)) {
            log.rewrite(lines.iterator());
        }
    }

    @Override
    public String toString() {
        return "EnrolmentBackup[" + authority + ", " + agents.size() + " agents]";
    }
}
