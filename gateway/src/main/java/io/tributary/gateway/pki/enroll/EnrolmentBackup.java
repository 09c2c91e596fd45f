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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The authority, the spent tokens and the agents in one sealed piece, and back.
///
/// Tokens that could still be spent are not in it: one may be spent behind the backup, and would be
/// unspent again after a restore.
public final class EnrolmentBackup {
    private static final String JOINS = JoinTokens.KIND + " ";
    private static final String AGENTS = AgentFile.KIND + " ";

    /// Where everything is restored to.
    ///
    /// @param joins the file of {@link JoinTokens}
    /// @param agents the file of {@link AgentFile}
    public record Target(CertificateAuthority.Place authority, WholeFile joins, WholeFile agents) {}

    private EnrolmentBackup() {}

    /// Makes a backup.
    ///
    /// @param secret what it is sealed under, which need not be the authority's
    public static byte[] make(
            CertificateAuthority authority,
            JoinTokens tokens,
            AgentRecords records,
            SealingSecret secret,
            SecureRandom random) {
        StringBuilder lines = new StringBuilder();
        tokens.spentLines().forEach(line -> lines.append(JOINS).append(line).append('\n'));
        records.all()
                .forEach(
                        agent -> lines.append(AGENTS).append(AgentLines.write(agent)).append('\n'));
        return AuthorityBackup.seal(
                authority, lines.toString().getBytes(StandardCharsets.US_ASCII), secret, random);
    }

    /// Restores a backup. Nothing may have the files open. The authority's file is written last: as
    /// long as it is not there, a restore that was cut short can be repeated.
    ///
    /// @param backupSecret what the backup was sealed under
    /// @param secret what the authority is to be sealed under from now on
    /// @throws StoredStateException if the backup does not open, is of another trust domain, or
    ///   there is an authority and it may not be overwritten
    public static void restore(
            byte[] backup,
            SealingSecret backupSecret,
            Target target,
            TrustDomain trust,
            boolean overwrite,
            SealingSecret secret,
            SecureRandom random)
            throws IOException {
        AuthorityBackup opened = AuthorityBackup.open(backup, backupSecret);
        opened.check(target.authority(), trust, overwrite);
        List<String> joins = new ArrayList<>();
        List<String> agents = new ArrayList<>();
        Map<String, Join> known = new HashMap<>();
        String text = new String(opened.beside(), StandardCharsets.US_ASCII);
        for (String line : text.lines().toList()) {
            try {
                if (line.startsWith(JOINS)) {
                    joins.add(line.substring(JOINS.length()));
                    Join.read(joins.getLast(), known);
                } else if (line.startsWith(AGENTS)) {
                    agents.add(line.substring(AGENTS.length()));
                    AgentLines.read(agents.getLast(), trust);
                } else {
                    throw new IllegalArgumentException("neither a token nor an agent");
                }
            } catch (IllegalArgumentException e) {
                throw new StoredStateException(
                        StoredStateException.Reason.FORMAT, "the backup: " + e.getMessage());
            }
        }
        write(target.joins(), JoinTokens.KIND, joins);
        write(target.agents(), AgentFile.KIND, agents);
        opened.install(target.authority(), trust, overwrite, secret, random);
    }

    private static void write(WholeFile file, String kind, List<String> lines) throws IOException {
        try (LineLog log = LineLog.fresh(file, kind)) {
            log.rewrite(lines.iterator());
        }
    }
}
